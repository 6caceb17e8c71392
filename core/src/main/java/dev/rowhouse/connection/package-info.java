/**
 * The connection decorator: {@link dev.rowhouse.connection.TenantDataSource} stands around the pool and lets the first
 * statement of each transaction carry the tenant context to PostgreSQL.
 */
@NullMarked
package dev.rowhouse.connection;

import org.jspecify.annotations.NullMarked;
