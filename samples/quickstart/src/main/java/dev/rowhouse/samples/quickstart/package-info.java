/** A pet-care business software in which every business is a tenant: Rowhouse with nothing but JDBC. */
@NullMarked
package dev.rowhouse.samples.quickstart;

import org.jspecify.annotations.NullMarked;
