/** What a business works with: staff, rooms and tables, services. */
@NullMarked
package dev.rowhouse.samples.petcare.practice;

import org.jspecify.annotations.NullMarked;
