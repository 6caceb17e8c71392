/** Appointments without conflicts. */
@NullMarked
package dev.rowhouse.samples.petcare.bookings;

import org.jspecify.annotations.NullMarked;
