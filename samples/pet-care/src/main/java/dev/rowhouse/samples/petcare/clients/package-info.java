/** Owners, their pets and the pets' vaccinations. */
@NullMarked
package dev.rowhouse.samples.petcare.clients;

import org.jspecify.annotations.NullMarked;
