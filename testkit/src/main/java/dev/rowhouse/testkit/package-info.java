/** A real PostgreSQL for tests, and the checks that nothing leaks from one tenant to the next. */
@NullMarked
package dev.rowhouse.testkit;

import org.jspecify.annotations.NullMarked;
