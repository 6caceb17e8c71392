/** Who changed what, and when. */
@NullMarked
package dev.rowhouse.samples.petcare.history;

import org.jspecify.annotations.NullMarked;
