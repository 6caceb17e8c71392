/** Suites that implementations of the repository contract have to pass. */
@NullMarked
package dev.rowhouse.testkit.repository;

import org.jspecify.annotations.NullMarked;
