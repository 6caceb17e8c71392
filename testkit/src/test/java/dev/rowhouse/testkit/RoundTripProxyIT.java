package dev.rowhouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

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

    @Test
    void each_fetch_of_a_cursor_is_a_round_trip() throws SQLException {
        connection.setAutoCommit(false);

        long roundTrips = proxy.count(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(4);
                try (ResultSet rows = statement.executeQuery("select generate_series(1, 10)")) {
                    while (rows.next()) {
                        rows.getInt(1);
                    }
                }
            }
        });

        connection.rollback();
        assertThat(roundTrips).isEqualTo(3);
    }

    @Test
    void a_batch_counts_the_same_every_time_however_it_is_cut() throws SQLException {
        connection.setAutoCommit(false);

        for (int run = 0; run < 20; run++) {
            long roundTrips = proxy.count(() -> insertBatch(2_000, "Añil"));
            connection.rollback();

            // pgjdbc sends 256 rows, then reads the answers, so that neither side's buffer fills up
            assertThat(roundTrips).as("run %d", run).isEqualTo(8);
        }
    }

    @Test
    void a_flight_that_fills_many_buffers_is_one_round_trip() throws SQLException {
        connection.setAutoCommit(false);

        for (int run = 0; run < 20; run++) {
            long roundTrips = proxy.count(() -> insertBatch(200, "x".repeat(20_000)));
            connection.rollback();

            assertThat(roundTrips).as("run %d", run).isEqualTo(1);
        }
    }

    @Test
    void a_copy_to_the_server_is_two_round_trips() throws Exception {
        long roundTrips = proxy.count(() -> copyPets("Zoë\n".repeat(2_000)));

        assertThat(roundTrips).isEqualTo(2);
        assertThat(proxy.count(this::readPets)).isEqualTo(1);
    }

    @Test
    void a_copy_that_fails_is_two_round_trips_and_the_next_statement_one() throws Exception {
        long roundTrips = proxy.count(() -> assertThatThrownBy(() -> copyPets("too\tmany\n".repeat(200_000)))
                .hasMessageContaining("extra data after last expected column"));

        assertThat(roundTrips).isEqualTo(2);
        assertThat(proxy.count(this::readPets)).isEqualTo(1);
    }

    @Test
    void a_statement_that_fails_is_one_round_trip() throws SQLException {
        connection.setAutoCommit(false);

        long failing =
                proxy.count(() -> assertThatThrownBy(this::readNothing).hasMessageContaining("division by zero"));
        long rollback = proxy.count(connection::rollback);

        assertThat(failing).isEqualTo(1);
        assertThat(rollback).isEqualTo(1);
    }

    @Test
    void a_cancel_request_is_not_counted() throws SQLException {
        long roundTrips = proxy.count(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.setQueryTimeout(1);
                assertThatThrownBy(() -> statement.execute("select pg_sleep(60)"))
                        .hasMessageContaining("canceling statement due to user request");
            }
        });

        assertThat(roundTrips).isEqualTo(1);
    }

    @Test
    void all_connections_are_counted_together_and_from_zero_after_a_reset() throws SQLException {
        try (Connection second = database.through(proxy).getConnection();
                Statement statement = second.createStatement()) {
            proxy.reset();
            readPets();
            statement.execute("select 1");

            assertThat(proxy.roundTrips()).isEqualTo(2);
        }
        proxy.reset();

        assertThat(proxy.roundTrips()).isZero();
    }

    @Test
    void a_delay_makes_each_round_trip_longer() throws SQLException {
        proxy.withDelay(Duration.ofMillis(30));
        connection.setAutoCommit(false);

        Duration transaction = time(() -> {
            readPets();
            connection.commit();
        });

        assertThat(transaction).isGreaterThanOrEqualTo(Duration.ofMillis(60));
    }

    @Test
    void a_delay_moves_a_stream_in_time_and_does_not_make_it_narrower() throws SQLException {
        connection.setAutoCommit(false);
        proxy.withDelay(Duration.ofMillis(400));

        Duration batch = time(() -> insertBatch(200, "x".repeat(20_000)));

        connection.rollback();
        // 4 MB are at least 60 reads of the proxy: one after the other they would wait for more than 12 seconds
        assertThat(batch).isBetween(Duration.ofMillis(400), Duration.ofSeconds(6));
    }

    @Test
    void a_negative_delay_is_refused() {
        assertThatThrownBy(() -> proxy.withDelay(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Setting the delay of a round-trip proxy: PT-0.001S is negative. Give zero or more.");
    }

    @Test
    void a_client_that_prefers_encryption_goes_on_without() throws SQLException {
        try (Connection preferring = DriverManager.getConnection(
                        url() + "?sslmode=prefer", database.applicationRole(), database.applicationPassword());
                Statement statement = preferring.createStatement()) {
            assertThat(statement.execute("select 1")).isTrue();
        }
    }

    @Test
    void a_client_that_insists_on_encryption_is_told_no() {
        assertThatThrownBy(() -> DriverManager.getConnection(
                        url() + "?sslmode=require", database.applicationRole(), database.applicationPassword()))
                .hasMessageContaining("does not support SSL");
    }

    @Test
    void no_server_is_an_error_at_the_start() throws IOException {
        int port = closedPort();

        assertThatThrownBy(() -> RoundTripProxy.start("localhost", port))
                .isInstanceOf(RowhouseException.class)
                .hasMessageStartingWith("Starting a round-trip proxy to localhost:" + port + ": ")
                .hasMessageEndingWith(". Start the server first, and give the host and port on which it listens.");
    }

    @Test
    void a_server_that_went_away_is_an_error_that_the_client_sees() throws IOException {
        RoundTripProxy orphaned;
        int port;
        try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            orphaned = RoundTripProxy.start("localhost", port);
        }

        try (orphaned) {
            assertThatThrownBy(() -> database.through(orphaned).getConnection())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("The round-trip proxy tried to connect to localhost:" + port + ": ")
                    .hasMessageContaining("Start the server again, or start the proxy after it.");
        }
    }

    @Test
    void a_client_that_speaks_another_protocol_is_cut_off() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            client.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.setSoTimeout(10_000);

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void closing_cuts_connections_and_ends_all_threads() throws Exception {
        List<Thread> threads = proxyThreads();
        assertThat(threads).hasSizeGreaterThanOrEqualTo(5);

        proxy.close();

        assertThatThrownBy(this::readPets).isInstanceOf(SQLException.class);
        for (Thread thread : threads) {
            assertEnds(thread);
        }
    }

    @Test
    void closing_a_connection_ends_its_threads() throws Exception {
        List<Thread> before = proxyThreads();

        connection.close();

        for (Thread thread : before) {
            if (thread.getName().contains("-to-")) {
                assertEnds(thread);
            }
        }
    }

    private static void assertEnds(Thread thread) throws InterruptedException {
        thread.join(10_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }

    private List<Thread> proxyThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("round-trip-proxy-" + proxy.port()))
                .toList();
    }

    private String url() {
        return "jdbc:postgresql://localhost:" + proxy.port() + "/" + database.databaseName();
    }

    private void readPets() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select name from pet")) {
            rows.next();
        }
    }

    private void readNothing() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1 / 0");
        }
    }

    private void insertBatch(int rows, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("insert into pet (name) values (?)")) {
            for (int row = 0; row < rows; row++) {
                statement.setString(1, name);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void copyPets(String rows) throws Exception {
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy pet (name) from stdin", new StringReader(rows));
    }

    private static Duration time(Work work) throws SQLException {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private interface Work {
        void run() throws SQLException;
    }
}
