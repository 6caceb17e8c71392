/** A pet-care scheduler whose businesses share one database. */
@NullMarked
package dev.rowhouse.samples.petcare;

import org.jspecify.annotations.NullMarked;
