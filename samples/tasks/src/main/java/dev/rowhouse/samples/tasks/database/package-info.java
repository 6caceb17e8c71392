/** The database: reached, set up, checked, and pooled. */
@NullMarked
package dev.rowhouse.samples.tasks.database;

import org.jspecify.annotations.NullMarked;
