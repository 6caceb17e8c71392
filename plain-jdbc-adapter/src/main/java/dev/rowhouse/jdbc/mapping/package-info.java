/**
 * Rows and objects: what the columns of a row become, and how Java values are bound. Applications name
 * {@link dev.rowhouse.jdbc.mapping.RowMapper}, {@link dev.rowhouse.jdbc.mapping.JsonMapper} and
 * {@link dev.rowhouse.jdbc.mapping.Range}; the other types are public for the packages of this adapter only.
 */
@NullMarked
package dev.rowhouse.jdbc.mapping;

import org.jspecify.annotations.NullMarked;
