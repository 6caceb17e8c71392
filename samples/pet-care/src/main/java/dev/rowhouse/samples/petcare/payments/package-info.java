/** Deposits, payments and refunds. */
@NullMarked
package dev.rowhouse.samples.petcare.payments;

import org.jspecify.annotations.NullMarked;
