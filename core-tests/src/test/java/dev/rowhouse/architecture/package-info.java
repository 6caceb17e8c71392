/** The rules of the project's own layout. */
@NullMarked
package dev.rowhouse.architecture;

import org.jspecify.annotations.NullMarked;
