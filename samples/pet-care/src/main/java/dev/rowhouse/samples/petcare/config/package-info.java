/** Where the database comes from, who is at the desk, and the comparison without Rowhouse. */
@NullMarked
package dev.rowhouse.samples.petcare.config;

import org.jspecify.annotations.NullMarked;
