/**
 * Plain JDBC, records in and records out: {@link dev.rowhouse.jdbc.TenantJdbc} on a
 * {@link dev.rowhouse.connection.TenantDataSource}.
 */
@NullMarked
package dev.rowhouse.jdbc;

import org.jspecify.annotations.NullMarked;
