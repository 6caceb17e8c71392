/** Who the tenants are: the one table that all of them share. */
@NullMarked
package dev.rowhouse.samples.blueprints.tenants;

import org.jspecify.annotations.NullMarked;
