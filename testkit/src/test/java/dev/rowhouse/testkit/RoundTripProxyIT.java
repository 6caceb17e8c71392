package dev.rowhouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RoundTripProxyIT {
    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().withoutRowhouse().script("/pets.sql").build();

    private RoundTripProxy proxy;
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        proxy = RoundTripProxy.start(database.host(), database.port());
        connection = database.through(proxy).getConnection();
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
        proxy.close();
    }

    @Test
    void a_statement_in_autocommit_is_one_round_trip() throws SQLException {
        long roundTrips = proxy.count(this::readPets);

        assertThat(roundTrips).isEqualTo(1);
    }

    @Test
    void a_transaction_of_one_statement_is_two_round_trips() throws SQLException {
        connection.setAutoCommit(false);

        long roundTrips = proxy.count(() -> {
            readPets();
            connection.commit();
        });

        assertThat(roundTrips).isEqualTo(2);
    }

    private void readPets() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select name from pet")) {
            rows.next();
        }
    }
}
