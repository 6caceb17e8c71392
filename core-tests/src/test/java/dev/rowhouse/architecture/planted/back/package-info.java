/** One half of a cycle. */
@NullMarked
package dev.rowhouse.architecture.planted.back;

import org.jspecify.annotations.NullMarked;
