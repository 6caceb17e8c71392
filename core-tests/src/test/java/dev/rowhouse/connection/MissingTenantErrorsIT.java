package dev.rowhouse.connection;

import static dev.rowhouse.connection.Notes.ACME;
import static dev.rowhouse.connection.Notes.BODIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.testkit.RoundTripProxy;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** No tenant is an error that says what to do. */
class MissingTenantErrorsIT {
    @RegisterExtension
    static final RowhouseDatabase database = Notes.database().poolSize(1).build();

    @BeforeEach
    void reset() throws SQLException {
        Notes.reset(database);
    }

    /** A connection on which no tenant has ever been set, and one that has had one. */
    private static Connection fresh() throws SQLException {
        return TenantDataSource.wrap(Notes.driver(database)).getConnection();
    }

    private static Connection used() throws SQLException {
        Connection connection = fresh();
        ACME.run(() -> assertThat(Notes.read(connection, BODIES)).hasSize(3));
        return connection;
    }

    private static void assertExplained(SQLException error, String state) {
        assertThat((Throwable) error)
                .hasMessageStartingWith(
                        "Running a statement for no tenant: the database found no tenant in its context (ERROR: ")
                .hasMessageEndingWith("Put the work inside TenantContext.of(tenantId).run(...).");
        assertThat(error.getSQLState()).isEqualTo(state);
        assertThat(error.getCause())
                .isInstanceOfSatisfying(
                        PSQLException.class,
                        cause -> assertThat(cause.getServerErrorMessage())
                                .isNotNull()
                                .extracting(ServerErrorMessage::getSQLState)
                                .isEqualTo(state));
    }

    @Test
    void a_tenant_that_was_never_set_is_explained() throws SQLException {
        try (Connection connection = fresh()) {
            assertExplained(catchThrowableOfType(SQLException.class, () -> Notes.read(connection, BODIES)), "42704");
            assertExplained(
                    catchThrowableOfType(SQLException.class, () -> Notes.readPrepared(connection, BODIES)), "42704");
        }
    }

    @Test
    void a_tenant_that_is_no_longer_set_is_explained() throws SQLException {
        try (Connection connection = used()) {
            assertExplained(catchThrowableOfType(SQLException.class, () -> Notes.read(connection, BODIES)), "22P02");
        }
    }

    @Test
    void rowhouse_s_own_error_is_explained() throws SQLException {
        try (Connection connection = fresh()) {
            assertExplained(
                    catchThrowableOfType(SQLException.class, () -> Notes.read(connection, "select title from task")),
                    "RH001");
            assertExplained(
                    catchThrowableOfType(
                            SQLException.class, () -> Notes.run(connection, "insert into task (id) values (9)")),
                    "RH001");
        }
    }

    @Test
    void a_batch_stays_a_batch() throws SQLException {
        try (Connection connection = used();
                PreparedStatement statement = connection.prepareStatement("insert into note (id) values (?)")) {
            statement.setInt(1, 10);
            statement.addBatch();
            statement.setInt(1, 11);
            statement.addBatch();

            BatchUpdateException error = catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);

            assertThat((Throwable) error)
                    .hasMessageStartingWith("Running a statement for no tenant: ")
                    .hasMessageEndingWith("Put the work inside TenantContext.of(tenantId).run(...).");
            assertThat(error.getSQLState()).isEqualTo("22P02");
            assertThat(error.getUpdateCounts()).containsExactly(Statement.EXECUTE_FAILED, Statement.EXECUTE_FAILED);
            assertThat(error.getCause()).isInstanceOf(BatchUpdateException.class);
            assertThat((Throwable) error.getNextException()).isInstanceOf(PSQLException.class);
        }
    }

    @Test
    void a_wrong_setting_is_explained() throws SQLException {
        for (boolean hadTheRightOne : new boolean[] {true, false}) {
            PGSimpleDataSource driver = Notes.driver(database);
            try (Connection raw = driver.getConnection()) {
                if (hadTheRightOne) {
                    Notes.run(raw, "select set_config('app.current_tenant_id', '', false)");
                }
                TenantDataSource wrong = TenantDataSource.builder(new OneConnection(raw))
                        .tenantSetting("my.tenant")
                        .build();
                ACME.run(() -> {
                    try (Connection connection = wrong.getConnection()) {
                        assertThatThrownBy(() -> Notes.read(connection, BODIES))
                                .hasMessageStartingWith("Running a statement for tenant " + Notes.ACME_ID)
                                .hasMessageContaining("found no tenant in its context")
                                .hasMessageEndingWith(
                                        "The policy seems to read another setting than my.tenant, which this data"
                                                + " source sends: name the right one with"
                                                + " TenantDataSource.builder(pool).tenantSetting(...).");
                    }
                });
            }
        }
    }

    @Test
    void other_errors_stay_as_they_are() throws SQLException {
        try (Connection connection = fresh()) {
            assertThatThrownBy(() -> Notes.read(connection, "select 'x'::uuid"))
                    .isInstanceOf(PSQLException.class)
                    .hasMessageStartingWith("ERROR: invalid input syntax for type uuid: \"x\"");
            assertThatThrownBy(() -> Notes.read(connection, "select 1::nope"))
                    .isInstanceOf(PSQLException.class)
                    .hasMessageStartingWith("ERROR: type \"nope\" does not exist");
            assertThatThrownBy(() -> Notes.read(connection, "select ''::int")).isInstanceOf(PSQLException.class);
        }
    }

    @Test
    void global_tables_need_no_tenant() throws SQLException {
        try (Connection connection = fresh()) {
            Notes.run(connection, "insert into country (code) values ('at')");
            assertThat(Notes.readPrepared(connection, "select code from country where code = ?", "at"))
                    .containsExactly("at");
        }
    }

    @FunctionalInterface
    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    @Test
    void a_required_tenant_is_missed_before_the_database_is_asked() throws SQLException {
        try (RoundTripProxy proxy = RoundTripProxy.start(database.host(), database.port())) {
            PGSimpleDataSource driver = Notes.driver(database);
            driver.setServerNames(new String[] {"localhost"});
            driver.setPortNumbers(new int[] {proxy.port()});
            TenantDataSource strict =
                    TenantDataSource.builder(driver).requireTenant().build();
            List<Work> works = List.of(
                    connection -> Notes.read(connection, "select 1"),
                    connection -> Notes.readPrepared(connection, "select ?::int", 1),
                    connection -> {
                        try (PreparedStatement statement = connection.prepareStatement("insert into note values (?)")) {
                            statement.setInt(1, 1);
                            statement.addBatch();
                            statement.executeBatch();
                        }
                    },
                    connection -> {
                        try (Statement statement = connection.createStatement()) {
                            statement.addBatch("insert into country values ('at')");
                            statement.executeLargeBatch();
                        }
                    },
                    connection -> {
                        try (Statement statement = connection.createStatement()) {
                            statement.execute("insert into country values ('at')", Statement.RETURN_GENERATED_KEYS);
                        }
                    },
                    connection -> {
                        try (CallableStatement statement = connection.prepareCall("{? = call count_notes()}")) {
                            statement.registerOutParameter(1, java.sql.Types.INTEGER);
                            statement.execute();
                        }
                    });
            for (boolean autoCommit : new boolean[] {true, false}) {
                try (Connection connection = strict.getConnection()) {
                    connection.setAutoCommit(autoCommit);
                    for (Work work : works) {
                        long trips = proxy.count(() -> assertThatThrownBy(() -> work.on(connection))
                                .isInstanceOf(MissingTenantException.class)
                                .hasMessageStartingWith(
                                        "Running a statement on a data source that requires a tenant: none is bound to"
                                                + " thread \""
                                                + Thread.currentThread().getName() + "\"")
                                .hasMessageEndingWith("for work on tables that belong to no tenant."));

                        assertThat(trips).isZero();
                    }
                    ACME.run(() -> assertThat(Notes.read(connection, BODIES)).hasSize(3));
                }
            }
        }
    }
}
