/** What the rules must find. */
@NullMarked
package dev.rowhouse.architecture.planted;

import org.jspecify.annotations.NullMarked;
