/**
 * Tests of Spring applications: {@link dev.rowhouse.testkit.spring.RowhouseTest} and
 * {@link dev.rowhouse.testkit.spring.AutoConfigureRowhouseDatabase} give them a database,
 * {@link dev.rowhouse.testkit.spring.WithTenant} a tenant, {@link dev.rowhouse.testkit.spring.TenantRequests} requests of one, and
 * {@link dev.rowhouse.testkit.spring.IsolationProbe} proves that a whole application context keeps tenants apart.
 *
 * @since 0.1
 */
@NullMarked
package dev.rowhouse.testkit.spring;

import org.jspecify.annotations.NullMarked;
