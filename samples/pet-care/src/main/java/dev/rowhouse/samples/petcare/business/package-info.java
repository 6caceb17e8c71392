/** The businesses: tenants of this application. */
@NullMarked
package dev.rowhouse.samples.petcare.business;

import org.jspecify.annotations.NullMarked;
