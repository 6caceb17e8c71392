package dev.rowhouse.connection;

import static dev.rowhouse.connection.Notes.ACME;
import static dev.rowhouse.connection.Notes.ACME_ID;
import static dev.rowhouse.connection.Notes.BODIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections that serve one tenant, or none, for as long as they are open. */
class PinnedConnectionIT {
    @RegisterExtension
    static final RowhouseDatabase database = Notes.database().build();

    private static final TenantContext OTHER = TenantContext.of(UUID.randomUUID());

    @BeforeEach
    void reset() throws SQLException {
        Notes.reset(database);
    }

    @Test
    void it_serves_its_tenant_one_transaction_after_the_other() throws SQLException {
        ACME.run(() -> {
            try (Connection connection = database.dataSource().getConnectionFor(ACME_ID)) {
                assertThat(Notes.read(connection, BODIES)).hasSize(3);
                assertThat(Notes.read(connection, BODIES)).hasSize(3);
            }
        });
    }

    @Test
    void it_is_not_handed_out_to_another() {
        assertThatThrownBy(() -> OTHER.run(() -> database.dataSource().getConnectionFor(ACME_ID)))
                .isInstanceOf(TenantMismatchException.class)
                .hasMessage("Using a connection or session of tenant " + ACME_ID + ": the current context is tenant "
                        + OTHER.tenantId()
                        + ". Close it before the tenant changes, and open another inside TenantContext.run.");
    }

    @Test
    void it_does_not_change_between_transactions() throws SQLException {
        try (Connection connection = ACME.call(() -> database.dataSource().getConnectionFor(ACME_ID))) {
            assertThatThrownBy(() -> OTHER.run(() -> Notes.read(connection, BODIES)))
                    .isInstanceOf(TenantMismatchException.class);
            assertThatThrownBy(() -> Notes.read(connection, BODIES)).isInstanceOf(TenantMismatchException.class);
        }
    }

    @Test
    void one_for_no_tenant_serves_none_later() throws SQLException {
        try (Connection connection = database.dataSource().getConnectionFor(null)) {
            assertThat(Notes.read(connection, "select 'free'")).containsExactly("free");
            assertThatThrownBy(() -> ACME.run(() -> Notes.read(connection, BODIES)))
                    .isInstanceOf(TenantMismatchException.class)
                    .hasMessageContaining("of no tenant: the current context is tenant");
        }
    }

    @Test
    void where_a_tenant_is_required_only_work_without_one_on_purpose_is_done_without() throws SQLException {
        TenantDataSource required =
                TenantDataSource.builder(database.pool()).requireTenant().build();
        try (Connection connection = required.getConnectionFor(null)) {
            assertThatThrownBy(() -> Notes.read(connection, "select 'free'"))
                    .isInstanceOf(MissingTenantException.class);
        }
        try (Connection connection = required.getConnectionWithoutTenant()) {
            assertThat(Notes.read(connection, "select 'free'")).containsExactly("free");
            assertThatThrownBy(() -> Notes.read(connection, "select body from note where id = 1"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> ACME.run(() -> Notes.read(connection, BODIES)))
                    .isInstanceOf(TenantMismatchException.class);
        }
    }
}
