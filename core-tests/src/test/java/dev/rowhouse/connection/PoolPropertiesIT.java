package dev.rowhouse.connection;

import static dev.rowhouse.connection.Notes.ACME;
import static dev.rowhouse.connection.Notes.BODIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.RowhouseException;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/** Whatever a pool sets on its connections, the context is with the work and never on the connection. */
class PoolPropertiesIT {
    @RegisterExtension
    static final RowhouseDatabase database = Notes.database().poolSize(1).build();

    @BeforeEach
    void reset() throws SQLException {
        Notes.reset(database);
    }

    @FunctionalInterface
    private interface Work {
        void on(HikariDataSource pool, TenantDataSource dataSource) throws SQLException;
    }

    private static void withPool(Consumer<HikariConfig> settings, Work work) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(Notes.driver(database));
        config.setMaximumPoolSize(1);
        settings.accept(config);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            ACME.run(() -> work.on(pool, TenantDataSource.wrap(pool)));
            assertThat(pool.getHikariPoolMXBean().getActiveConnections())
                    .as("connections that were not given back")
                    .isZero();
            try (Connection raw = pool.getConnection()) {
                assertThat(Notes.setting(raw)).isEmpty();
                if (!raw.getAutoCommit()) {
                    raw.rollback();
                }
            }
        }
    }

    @Test
    void a_pool_without_autocommit() throws SQLException {
        withPool(config -> config.setAutoCommit(false), (pool, dataSource) -> {
            for (int i = 0; i < 3; i++) {
                try (Connection connection = dataSource.getConnection()) {
                    assertThat(connection.getAutoCommit()).isFalse();
                    assertThat(Notes.read(connection, BODIES)).hasSize(3);
                    Notes.run(connection, "insert into note (id) values (10)");
                }
            }
            try (Connection connection = dataSource.getConnection()) {
                assertThat(Notes.read(connection, BODIES))
                        .as("rolled back when it was closed")
                        .hasSize(3);
                Notes.run(connection, "insert into note (id) values (10)");
                connection.commit();
                assertThat(Notes.read(connection, BODIES)).hasSize(4);
            }
        });
    }

    @Test
    void a_read_only_pool() throws SQLException {
        withPool(config -> config.setReadOnly(true), (pool, dataSource) -> {
            try (Connection connection = dataSource.getConnection()) {
                assertThat(connection.isReadOnly()).isTrue();
                assertThat(Notes.readPrepared(connection, BODIES)).hasSize(3);
                connection.setAutoCommit(false); // the driver says "read only" where it says "begin"
                assertThat(Notes.readPrepared(connection, BODIES)).hasSize(3);
                assertThatThrownBy(() -> Notes.run(connection, "insert into note (id) values (10)"))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("25006"));
                connection.rollback();
            }
        });
    }

    @Test
    void read_only_and_isolation_for_one_connection() throws SQLException {
        withPool(config -> {}, (pool, dataSource) -> {
            try (Connection connection = dataSource.getConnection()) {
                connection.setReadOnly(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                connection.setAutoCommit(false);
                assertThat(Notes.read(connection, BODIES)).hasSize(3);
                assertThat(Notes.read(connection, "show transaction_isolation")).containsExactly("serializable");
                assertThat(Notes.read(connection, "show transaction_read_only")).containsExactly("on");
                connection.rollback();
            }
            try (Connection connection = dataSource.getConnection()) {
                assertThat(connection.isReadOnly()).isFalse();
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                assertThat(Notes.read(connection, BODIES)).hasSize(3);
            }
        });
    }

    @Test
    void an_isolation_level_and_a_schema_that_the_pool_sets() throws SQLException {
        withPool(
                config -> {
                    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
                    config.setSchema("public");
                    config.setConnectionInitSql("set statement_timeout = '20s'");
                },
                (pool, dataSource) -> {
                    try (Connection connection = dataSource.getConnection()) {
                        connection.setAutoCommit(false);
                        assertThat(Notes.read(connection, BODIES)).hasSize(3);
                        assertThat(Notes.read(connection, "show transaction_isolation"))
                                .containsExactly("repeatable read");
                        assertThat(connection.getSchema()).isEqualTo("public");
                        connection.setSchema("pg_catalog");
                        connection.setClientInfo("ApplicationName", "battery");
                        assertThat(Notes.read(connection, "select body from public.note"))
                                .hasSize(3);
                        connection.rollback();
                    }
                });
    }

    @Test
    void autocommit_is_switched_on_and_off() throws SQLException {
        withPool(config -> {}, (pool, dataSource) -> {
            try (Connection connection = dataSource.getConnection()) {
                for (int i = 10; i < 16; i++) {
                    connection.setAutoCommit(i % 2 == 0);
                    connection.setAutoCommit(i % 2 == 0);
                    try (PreparedStatement statement =
                            connection.prepareStatement("insert into note (id) values (?)")) {
                        statement.setInt(1, i);
                        statement.executeUpdate();
                    }
                }
                connection.rollback();
                assertThat(Notes.read(connection, "select id from note where id >= 10 order by id"))
                        .containsExactly("10", "11", "12", "13", "14");
                connection.rollback();
            }
        });
    }

    @Test
    void statements_that_were_left_open_are_closed_with_the_connection() throws SQLException {
        withPool(config -> {}, (pool, dataSource) -> {
            Connection connection = dataSource.getConnection();
            PreparedStatement prepared = connection.prepareStatement(BODIES);
            Statement plain = connection.createStatement();
            prepared.executeQuery();
            plain.executeQuery(BODIES);
            connection.close();
            connection.close();

            assertThat(connection.isClosed()).isTrue();
            assertThat(prepared.isClosed()).isTrue();
            assertThat(plain.isClosed()).isTrue();
            assertThatThrownBy(connection::createStatement).isInstanceOf(SQLException.class);
        });
    }

    @Test
    void a_data_source_of_the_driver_serves_as_pool() throws SQLException {
        TenantDataSource dataSource = TenantDataSource.wrap(Notes.driver(database));
        ACME.run(() -> {
            try (Connection connection = dataSource.getConnection();
                    Connection other =
                            dataSource.getConnection(database.applicationRole(), database.applicationPassword())) {
                assertThat(Notes.read(connection, BODIES)).hasSize(3);
                assertThat(Notes.read(other, BODIES)).hasSize(3);
            }
            assertThatThrownBy(() -> dataSource.getConnection("nobody_of_that_name", "wrong"))
                    .isInstanceOf(SQLException.class);
        });
    }

    @Test
    void simple_query_mode_is_refused_and_its_connection_given_back() throws SQLException {
        withPool(
                config -> {
                    PGSimpleDataSource driver = Notes.driver(database);
                    driver.setPreferQueryMode(PreferQueryMode.SIMPLE);
                    config.setDataSource(driver);
                },
                (pool, dataSource) -> {
                    for (int i = 0; i < 2; i++) {
                        assertThatThrownBy(dataSource::getConnection)
                                .isInstanceOf(RowhouseException.class)
                                .hasMessageStartingWith("Opening a connection through TenantDataSource: its URL says"
                                        + " preferQueryMode=simple")
                                .hasMessageEndingWith("Remove preferQueryMode from the JDBC URL.");
                    }
                });
    }

    @Test
    void another_driver_is_refused_and_its_connection_given_back() {
        AtomicBoolean closed = new AtomicBoolean();
        Connection foreign = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "isWrapperFor" -> {
                            return false;
                        }
                        case "close" -> {
                            closed.set(true);
                            return null;
                        }
                        default -> throw new SQLException(method + " was not expected");
                    }
                });

        assertThatThrownBy(TenantDataSource.wrap(new OneConnection(foreign))::getConnection)
                .isInstanceOf(RowhouseException.class)
                .hasMessageStartingWith("Opening a connection through TenantDataSource: it is a ")
                .hasMessageContaining("leads to no connection of the PostgreSQL driver")
                .hasMessageEndingWith("Wrap a pool whose JDBC URL begins with jdbc:postgresql:");
        assertThat(closed).isTrue();
    }
}
