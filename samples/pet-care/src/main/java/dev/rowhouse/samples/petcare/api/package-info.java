/** What all endpoints have in common: problem details, entity tags, cursors. */
@NullMarked
package dev.rowhouse.samples.petcare.api;

import org.jspecify.annotations.NullMarked;
