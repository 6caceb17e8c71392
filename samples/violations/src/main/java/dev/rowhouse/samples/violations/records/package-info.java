/** Entities, most of them wrong. */
@NullMarked
package dev.rowhouse.samples.violations.records;

import org.jspecify.annotations.NullMarked;
