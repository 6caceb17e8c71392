package dev.rowhouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantContextAccessor;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each planted class leaves something behind; the tests assert that it is found, and found as what it is. */
class LeakCheckIT {
    private static final TenantContext ACME = TenantContext.of(UUID.fromString("0190a5b1-0000-7000-8000-00000000acfe"))
            .withActor("dana@acme");

    @AfterEach
    void unbind() {
        new TenantContextAccessor().setValue();
    }

    @Test
    void a_test_that_tidies_up_passes() {
        PlantedTests planted = PlantedTests.run(TidyTest.class);

        assertThat(planted.failures()).isEmpty();
        assertThat(planted.succeededTests()).isEqualTo(1);
    }

    static class TidyTest {
        @RegisterExtension
        static final RowhouseDatabase database =
                RowhouseDatabase.builder().withoutRowhouse().build();

        @Test
        void works_for_a_tenant_in_a_transaction() throws SQLException {
            ACME.run(() -> {
                try (Connection connection = database.dataSource().getConnection();
                        Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    statement.execute("select current_setting('app.current_tenant_id')");
                    connection.commit();
                }
            });
        }
    }

    @Test
    void a_tenant_that_is_still_bound_is_found() {
        Throwable failure = PlantedTests.run(BoundTenantTest.class).failure();

        assertThat(failure)
                .isInstanceOf(AssertionError.class)
                .message()
                .startsWith("Checking what test binds_a_tenant() left behind on database rowhouse_test_")
                .contains(": 1 leak\n - tenant 0190a5b1-0000-7000-8000-00000000acfe (actor dana@acme) is still bound to"
                        + " thread \"" + Thread.currentThread().getName() + "\". Bind tenants with TenantContext.run");
    }

    static class BoundTenantTest {
        @RegisterExtension
        static final RowhouseDatabase database =
                RowhouseDatabase.builder().withoutRowhouse().build();

        @Test
        void binds_a_tenant() {
            new TenantContextAccessor().setValue(ACME);
        }

        @AfterAll
        static void unbind() {
            new TenantContextAccessor().setValue();
        }
    }

    @Test
    void a_tenant_that_was_bound_before_the_test_is_found_and_named_as_such() {
        new TenantContextAccessor().setValue(ACME);

        PlantedTests planted = PlantedTests.run(InnocentTest.class);

        assertThat(planted.failures())
                .hasSize(2)
                .first()
                .satisfies(failure ->
                        assertThat(failure).hasMessageContaining(", as it was already when the test began. "));
    }

    static class InnocentTest {
        @RegisterExtension
        static final RowhouseDatabase database =
                RowhouseDatabase.builder().withoutRowhouse().build();

        @Test
        void does_nothing() {}
    }

    @Test
    void a_connection_that_is_still_checked_out_fails_the_test_that_took_it_and_no_other() {
        PlantedTests planted = PlantedTests.run(CheckedOutConnectionsTest.class);

        assertThat(planted.failure())
                .hasMessageStartingWith("Checking what test first_takes_two() left behind")
                .hasMessageContaining("1 leak\n - 2 connections are still checked out of the pool. Close connections in"
                        + " try-with-resources");
        assertThat(planted.succeededTests()).isEqualTo(1);
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class CheckedOutConnectionsTest {
        @RegisterExtension
        static final RowhouseDatabase database =
                RowhouseDatabase.builder().withoutRowhouse().build();

        @Test
        @Order(1)
        void first_takes_two() throws SQLException {
            take(database.pool());
            take(database.dataSource());
        }

        @Test
        @Order(2)
        void then_one_is_innocent() {}

        private static void take(DataSource dataSource) throws SQLException {
            Connection connection = dataSource.getConnection();
            assertThat(connection.isClosed()).isFalse();
        }
    }

    @Test
    void a_transaction_that_is_still_open_on_a_connection_of_any_kind_is_found_and_ended() {
        PlantedTests planted = PlantedTests.run(OpenTransactionTest.class);

        assertThat(planted.failure())
                .hasMessageStartingWith("Checking what test first_begins_one() left behind")
                .message()
                .containsPattern("1 leak\\R - Backend \\d+ of role rowhouse_test_\\w+_app still has a transaction open"
                        + " \\(idle in transaction\\)\\. Commit or roll back before the test ends\\.");
        assertThat(planted.succeededTests()).isEqualTo(1);
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class OpenTransactionTest {
        @RegisterExtension
        static final RowhouseDatabase database =
                RowhouseDatabase.builder().withoutRowhouse().build();

        @Test
        @Order(1)
        void first_begins_one() throws SQLException {
            Connection connection = DriverManager.getConnection(
                    database.jdbcUrl(), database.applicationRole(), database.applicationPassword());
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("select 1");
            }
        }

        @Test
        @Order(2)
        void then_one_is_innocent() {}
    }

    @Test
    void a_transaction_of_the_owner_that_is_still_open_is_found() {
        Throwable failure = PlantedTests.run(OwnersTransactionTest.class).failure();

        assertThat(failure).message().containsPattern("Backend \\d+ of role rowhouse_test_\\w+_owner still has");
    }

    static class OwnersTransactionTest {
        @RegisterExtension
        static final RowhouseDatabase database =
                RowhouseDatabase.builder().withoutRowhouse().build();

        @Test
        void begins_one() throws SQLException {
            Connection connection = database.owner().getConnection();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("select 1");
            }
        }
    }

    @Test
    void a_tenant_that_a_pooled_connection_remembers_is_found_and_the_connection_thrown_away() {
        PlantedTests planted = PlantedTests.run(RememberedTenantTest.class);

        assertThat(planted.failure())
                .hasMessageStartingWith("Checking what test first_sets_it_for_the_session() left behind")
                .hasMessageContaining("2 leaks")
                .hasMessageContaining("\n - A pooled connection still has app.current_tenant_id ="
                        + " 0190a5b1-0000-7000-8000-00000000acfe. Set it for the transaction only")
                .hasMessageContaining("\n - A pooled connection still has app.current_actor. ");
        assertThat(planted.succeededTests()).isEqualTo(1);
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class RememberedTenantTest {
        @RegisterExtension
        static final RowhouseDatabase database =
                RowhouseDatabase.builder().withoutRowhouse().build();

        @Test
        @Order(1)
        void first_sets_it_for_the_session() throws SQLException {
            try (Connection untouched = database.pool().getConnection();
                    Connection connection = database.pool().getConnection()) {
                assertThat(untouched.isValid(1)).isTrue();
                setForSession(
                        connection, "app.current_tenant_id", ACME.tenantId().toString());
                setForSession(connection, "app.current_actor", ACME.actor().orElseThrow());
            }
        }

        @Test
        @Order(2)
        void then_one_is_innocent() {}
    }

    @Test
    void settings_of_other_names_are_looked_at_if_the_builder_names_them() {
        Throwable failure = PlantedTests.run(OtherSettingTest.class).failure();

        assertThat(failure).hasMessageContaining("1 leak\n - A pooled connection still has shop.tenant = ");
    }

    static class OtherSettingTest {
        @RegisterExtension
        static final RowhouseDatabase database = RowhouseDatabase.builder()
                .withoutRowhouse()
                .tenantSetting("shop.tenant")
                .actorSetting("shop.actor")
                .build();

        @Test
        void sets_it_for_the_session() throws SQLException {
            try (Connection connection = database.pool().getConnection()) {
                setForSession(connection, "shop.tenant", ACME.tenantId().toString());
            }
        }
    }

    @Test
    void all_leaks_are_told_at_once_and_do_not_hide_the_failure_of_the_test() {
        Throwable failure = PlantedTests.run(EverythingWrongTest.class).failure();

        assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("the test's own failure");
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(failure.getSuppressed()[0])
                .hasMessageContaining(": 4 leaks\n - ")
                .hasMessageContaining("is still bound to thread")
                .hasMessageContaining("1 connection is still checked out")
                .hasMessageContaining("still has a transaction open")
                .hasMessageContaining("A pooled connection still has app.current_tenant_id");
    }

    static class EverythingWrongTest {
        @RegisterExtension
        static final RowhouseDatabase database =
                RowhouseDatabase.builder().withoutRowhouse().build();

        @Test
        void leaves_everything_and_fails() throws SQLException {
            new TenantContextAccessor().setValue(ACME);
            Connection open = database.pool().getConnection();
            open.setAutoCommit(false);
            setForSession(open, "app.current_actor", "nobody");
            try (Connection connection = database.pool().getConnection()) {
                setForSession(
                        connection, "app.current_tenant_id", ACME.tenantId().toString());
            }
            throw new IllegalStateException("the test's own failure");
        }

        @AfterAll
        static void unbind() {
            new TenantContextAccessor().setValue();
        }
    }

    @Test
    void what_the_tear_down_of_the_class_leaves_behind_fails_the_class() {
        PlantedTests planted = PlantedTests.run(UntidyTearDownTest.class);

        assertThat(planted.succeededTests()).isEqualTo(1);
        assertThat(planted.failure())
                .hasMessageStartingWith("Checking what class LeakCheckIT$UntidyTearDownTest left behind")
                .hasMessageContaining("1 connection is still checked out");
    }

    static class UntidyTearDownTest {
        @RegisterExtension
        static final RowhouseDatabase database =
                RowhouseDatabase.builder().withoutRowhouse().build();

        @Test
        void is_innocent() {}

        @AfterAll
        static void take() throws SQLException {
            Connection connection = database.pool().getConnection();
            assertThat(connection.isClosed()).isFalse();
        }
    }

    @Test
    void a_pooled_connection_that_the_server_ended_is_no_leak() {
        PlantedTests planted = PlantedTests.run(DeadConnectionTest.class);

        assertThat(planted.failures()).isEmpty();
    }

    static class DeadConnectionTest {
        @RegisterExtension
        static final RowhouseDatabase database =
                RowhouseDatabase.builder().withoutRowhouse().build();

        @Test
        void ends_all_backends_of_the_application_role() throws SQLException {
            try (Connection pooled = database.pool().getConnection()) {
                assertThat(pooled.isValid(1)).isTrue();
            }
            try (Connection connection = database.superuser().getConnection();
                    PreparedStatement statement = connection.prepareStatement(
                            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = ?")) {
                statement.setString(1, database.applicationRole());
                try (ResultSet backends = statement.executeQuery()) {
                    assertThat(backends.next()).isTrue();
                    assertThat(backends.getBoolean(1)).isTrue();
                }
            }
        }
    }

    @Test
    void a_test_that_leaves_its_thread_interrupted_is_checked_all_the_same() {
        Throwable failure = PlantedTests.run(InterruptedTest.class).failure();

        assertThat(failure).hasMessageContaining("1 connection is still checked out");
        assertThat(InterruptedTest.interruptedAfterTheCheck).isTrue();
    }

    static class InterruptedTest {
        private static boolean interruptedAfterTheCheck;

        @RegisterExtension
        @Order(1)
        static final AfterEachCallback afterTheCheck = context -> interruptedAfterTheCheck = Thread.interrupted();

        @RegisterExtension
        static final RowhouseDatabase database =
                RowhouseDatabase.builder().withoutRowhouse().build();

        @Test
        void takes_a_connection_and_interrupts() throws SQLException {
            Connection connection = database.pool().getConnection();
            assertThat(connection.isClosed()).isFalse();
            Thread.currentThread().interrupt();
        }
    }

    private static void setForSession(Connection connection, String setting, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select set_config(?, ?, false)")) {
            statement.setString(1, setting);
            statement.setString(2, value);
            statement.execute();
        }
    }
}
