/** Full-text search over pets, owners and appointments. */
@NullMarked
package dev.rowhouse.samples.petcare.search;

import org.jspecify.annotations.NullMarked;
