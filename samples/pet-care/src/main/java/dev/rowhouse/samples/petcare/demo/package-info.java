/** Rows for the demonstration. */
@NullMarked
package dev.rowhouse.samples.petcare.demo;

import org.jspecify.annotations.NullMarked;
