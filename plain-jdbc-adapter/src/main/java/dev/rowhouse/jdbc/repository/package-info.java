/**
 * Tables as records on {@link dev.rowhouse.jdbc.TenantJdbc}: {@link dev.rowhouse.jdbc.repository.JdbcTenantRepository} and
 * {@link dev.rowhouse.jdbc.repository.BulkInsert}.
 */
@NullMarked
package dev.rowhouse.jdbc.repository;

import org.jspecify.annotations.NullMarked;
