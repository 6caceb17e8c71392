/** The vocabulary: who is asking, what is thrown when nobody said so, and what is declared where a rule does not fit. */
@NullMarked
package dev.rowhouse;

import org.jspecify.annotations.NullMarked;
