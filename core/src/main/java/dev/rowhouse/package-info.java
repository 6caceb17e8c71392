/** The vocabulary: who is asking, and what is thrown when nobody said so. */
@NullMarked
package dev.rowhouse;

import org.jspecify.annotations.NullMarked;
