/** The load test. */
@NullMarked
package dev.rowhouse.samples.petcare.load;

import org.jspecify.annotations.NullMarked;
