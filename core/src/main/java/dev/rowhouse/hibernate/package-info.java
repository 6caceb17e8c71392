/**
 * Hibernate on the tenant data source: entities on the convention ({@link dev.rowhouse.hibernate.TenantEntity}, or its parts
 * as annotations), and what is done with soft-deleted rows ({@link dev.rowhouse.hibernate.SoftDeletes}). Hibernate finds the
 * rest by itself where its data source is a {@link dev.rowhouse.connection.TenantDataSource}.
 */
@NullMarked
package dev.rowhouse.hibernate;

import org.jspecify.annotations.NullMarked;
