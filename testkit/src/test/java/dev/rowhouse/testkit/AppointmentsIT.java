package dev.rowhouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example of the package's Javadoc and of the guide: tests as a user would write them. */
class AppointmentsIT {
    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().script("/appointments.sql").build();

    private final TenantContext acme = TenantContext.of(UUID.randomUUID());
    private final TenantContext other = TenantContext.of(UUID.randomUUID());

    @Test
    void an_appointment_is_seen_by_its_own_tenant_only() throws SQLException {
        acme.run(() -> book("Añil"));

        assertThat(acme.call(this::pets)).containsExactly("Añil");
        assertThat(other.call(this::pets)).isEmpty();
    }

    @Test
    void without_a_tenant_there_is_an_error_and_no_empty_result() {
        assertThatThrownBy(this::pets)
                .isInstanceOf(SQLException.class)
                .extracting(failure -> ((SQLException) failure).getSQLState())
                .isEqualTo("RH001");
    }

    @Test
    void booking_costs_as_many_round_trips_as_without_rowhouse() throws SQLException {
        try (RoundTripProxy proxy = RoundTripProxy.start(database.host(), database.port());
                Connection connection =
                        TenantDataSource.wrap(database.through(proxy)).getConnection()) {
            long roundTrips = proxy.count(() -> acme.run(() -> book(connection, "Zoë")));

            assertThat(roundTrips).isEqualTo(1);
        }
    }

    private void book(String pet) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            book(connection, pet);
        }
    }

    private static void book(Connection connection, String pet) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into appointment (pet) values (?)")) {
            insert.setString(1, pet);
            insert.executeUpdate();
        }
    }

    private List<String> pets() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement("select pet from appointment order by pet");
                ResultSet rows = select.executeQuery()) {
            List<String> pets = new ArrayList<>();
            while (rows.next()) {
                pets.add(rows.getString(1));
            }
            return pets;
        }
    }
}
