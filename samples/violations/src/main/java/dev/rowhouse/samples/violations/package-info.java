/** A clinic's software that is wrong on purpose: one class a mistake. It compiles, and its tests would pass with one tenant. */
@NullMarked
package dev.rowhouse.samples.violations;

import org.jspecify.annotations.NullMarked;
