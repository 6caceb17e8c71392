/**
 * A real PostgreSQL for tests, a check after each that nothing leaks from one tenant to the next, and a counter of round
 * trips.
 *
 * <pre>{@code
 * class AppointmentsIT {
 *     @RegisterExtension
 *     static final RowhouseDatabase database =
 *             RowhouseDatabase.builder().script("/appointments.sql").build();
 *
 *     private final TenantContext acme = TenantContext.of(UUID.randomUUID());
 *     private final TenantContext other = TenantContext.of(UUID.randomUUID());
 *
 *     @Test
 *     void an_appointment_is_seen_by_its_own_tenant_only() throws SQLException {
 *         Appointments appointments = new Appointments(database.dataSource());
 *
 *         acme.run(() -> appointments.book("Añil"));
 *
 *         assertThat(acme.call(appointments::pets)).containsExactly("Añil");
 *         assertThat(other.call(appointments::pets)).isEmpty();
 *     }
 * }
 * }</pre>
 *
 * <p>{@link dev.rowhouse.testkit.RowhouseDatabase} is the extension, {@link dev.rowhouse.testkit.RoundTripProxy} the counter.
 * The guide "Testing" lists the properties that choose the server.
 */
@NullMarked
package dev.rowhouse.testkit;

import org.jspecify.annotations.NullMarked;
