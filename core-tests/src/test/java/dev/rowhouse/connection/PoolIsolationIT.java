package dev.rowhouse.connection;

import static dev.rowhouse.connection.Notes.ACME;
import static dev.rowhouse.connection.Notes.BODIES;
import static dev.rowhouse.connection.Notes.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tenants that share a pool never meet. */
class PoolIsolationIT {
    @RegisterExtension
    static final RowhouseDatabase database = Notes.database().poolSize(3).build();

    private static final int WORKERS = 16;
    private static final int TRANSACTIONS = 60;

    @BeforeEach
    void reset() throws SQLException {
        Notes.reset(database);
    }

    @Test
    void the_tests_run_as_a_role_that_row_level_security_binds() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            assertThat(Notes.read(
                            connection,
                            "select rolsuper or rolbypassrls or pg_has_role(oid,"
                                    + " (select relowner from pg_class where relname = 'note'), 'member')"
                                    + " from pg_roles where rolname = current_user"))
                    .containsExactly("f");
            assertThatThrownBy(() -> Notes.read(connection, BODIES)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void two_tenants_take_turns_on_one_connection() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(Notes.driver(database));
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            DataSource dataSource = TenantDataSource.wrap(pool);
            Random random = new Random(1);
            for (int turn = 0; turn < 300; turn++) {
                work(dataSource, turn % 2 == 0 ? ACME : GLOBEX, turn % 2 == 0 ? "acme" : "globex", random);
            }
            try (Connection raw = pool.getConnection()) {
                assertThat(Notes.setting(raw)).isEmpty();
            }
        }
    }

    /** Platform threads, and virtual ones where the JDK has them: since 21. */
    static Stream<Named<ExecutorService>> executors() throws ReflectiveOperationException {
        List<Named<ExecutorService>> executors = new ArrayList<>();
        executors.add(Named.of("platform threads", Executors.newFixedThreadPool(WORKERS)));
        if (Runtime.version().feature() >= 21) {
            executors.add(Named.of("virtual threads", (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null)));
        }
        return executors.stream();
    }

    @ParameterizedTest
    @MethodSource("executors")
    void many_threads_share_few_connections(ExecutorService executor) throws Exception {
        try {
            share(executor);
        } finally {
            executor.shutdownNow();
        }
    }

    private static void share(ExecutorService executor) throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            boolean acme = worker % 2 == 0;
            int seed = worker;
            tasks.add(() -> {
                Random random = new Random(seed);
                for (int i = 0; i < TRANSACTIONS; i++) {
                    work(database.dataSource(), acme ? ACME : GLOBEX, acme ? "acme" : "globex", random);
                }
                return null;
            });
        }
        tasks.add(() -> {
            for (int i = 0; i < TRANSACTIONS; i++) {
                try (Connection connection = database.dataSource().getConnection()) {
                    assertThatThrownBy(() -> Notes.read(connection, BODIES))
                            .as("nobody sees nothing, and is told so")
                            .hasMessageContaining("Running a statement for no tenant");
                }
            }
            return null;
        });
        for (Future<Void> done : executor.invokeAll(tasks)) {
            done.get();
        }
        assertNothingIsLeft();
    }

    private static void assertNothingIsLeft() throws SQLException {
        List<Connection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < database.pool().getMaximumPoolSize(); i++) {
                connections.add(database.pool().getConnection());
            }
            for (Connection connection : connections) {
                assertThat(Notes.setting(connection)).isEmpty();
            }
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    /** Works for a tenant in one of several ways, and looks at every row that comes back. */
    private static void work(DataSource dataSource, TenantContext tenant, String name, Random random)
            throws SQLException {
        TenantContext context = random.nextBoolean() ? tenant : tenant.withActor(name + "'s actor");
        context.run(() -> {
            try (Connection connection = dataSource.getConnection()) {
                boolean autoCommit = random.nextBoolean();
                connection.setAutoCommit(autoCommit);
                for (int i = random.nextInt(3); i >= 0; i--) {
                    step(connection, name, random);
                }
                if (!autoCommit) {
                    if (random.nextBoolean()) {
                        connection.rollback();
                    } else {
                        connection.commit();
                    }
                }
            }
        });
    }

    private static void step(Connection connection, String name, Random random) throws SQLException {
        switch (random.nextInt(6)) {
            case 0 -> assertOwn(Notes.read(connection, BODIES), name);
            case 1 -> assertOwn(Notes.readPrepared(connection, "select body from note where id < ?", 3), name);
            case 2 -> {
                try (PreparedStatement statement =
                        connection.prepareStatement("update note set body = ? where id = ?")) {
                    for (int id = 1; id <= 3; id++) {
                        statement.setString(1, name + id);
                        statement.setInt(2, id);
                        statement.addBatch();
                    }
                    assertThat(statement.executeBatch()).containsExactly(1, 1, 1);
                }
            }
            case 3 -> {
                try (PreparedStatement statement = connection.prepareStatement(BODIES)) {
                    statement.setFetchSize(1);
                    assertOwn(Notes.readPrepared(statement), name);
                }
            }
            case 4 -> assertThat(Notes.read(connection, "select count_notes()")).containsExactly("3");
            default -> {
                assertThatThrownBy(() -> Notes.read(connection, "select 1 / 0")).isInstanceOf(SQLException.class);
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
            }
        }
    }

    private static void assertOwn(List<String> bodies, String name) {
        assertThat(bodies).isNotEmpty().allMatch(body -> body.startsWith(name));
    }
}
