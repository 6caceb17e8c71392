package dev.rowhouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.RowhouseException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

class DatabaseLifecycleIT {
    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().withoutRowhouse().build();

    @BeforeEach
    void forget() {
        OneClass.seen.clear();
    }

    @Test
    void each_class_gets_a_database_and_roles_of_its_own_on_the_same_server_which_are_dropped_afterwards()
            throws SQLException {
        PlantedTests first = PlantedTests.run(OneClass.class);
        PlantedTests second = PlantedTests.run(OneClass.class);

        assertThat(first.failures()).isEmpty();
        assertThat(second.failures()).isEmpty();
        assertThat(OneClass.seen).hasSize(2).doesNotHaveDuplicates();
        for (Names names : OneClass.seen) {
            assertThat(names.port()).isEqualTo(database.port());
            assertThat(count("select count(*) from pg_database where datname = ?", names.database()))
                    .isZero();
            assertThat(count("select count(*) from pg_roles where rolname like ?", names.database() + "%"))
                    .isZero();
        }
        assertThat(count("select count(*) from pg_roles where rolname like ?", database.databaseName() + "%"))
                .isEqualTo(2);
    }

    record Names(int port, String database, String application, String owner, String url) {}

    static class OneClass {
        @RegisterExtension
        static final RowhouseDatabase database =
                RowhouseDatabase.builder().withoutRowhouse().build();

        static final List<Names> seen = new ArrayList<>();

        @Test
        void notes_the_names() {
            seen.add(new Names(
                    database.port(),
                    database.databaseName(),
                    database.applicationRole(),
                    database.ownerRole(),
                    database.jdbcUrl()));
        }
    }

    @Test
    void a_connection_that_is_still_open_does_not_keep_the_database_from_being_dropped() {
        PlantedTests planted = PlantedTests.run(OpenConnectionTest.class);

        assertThat(planted.failures()).isEmpty();
        assertThat(OneClass.seen).hasSize(1);
        assertThat(OneClass.seen)
                .allSatisfy(names -> assertThat(
                                count("select count(*) from pg_database where datname = ?", names.database()))
                        .isZero());
    }

    static class OpenConnectionTest {
        @RegisterExtension
        static final RowhouseDatabase database =
                RowhouseDatabase.builder().withoutRowhouse().build();

        @Test
        void leaves_a_superusers_connection_open() throws SQLException {
            Connection connection = database.superuser().getConnection();
            assertThat(connection.isClosed()).isFalse();
            OneClass.seen.add(new Names(database.port(), database.databaseName(), "", "", ""));
        }
    }

    @Test
    void a_given_server_goes_before_all_others() throws SQLException {
        withRole("superuser", (role, password) -> {
            PlantedTests planted = PlantedTests.run(
                    OneClass.class,
                    Map.of(
                            "rowhouse.test.url",
                            database.jdbcUrl(),
                            "rowhouse.test.user",
                            role,
                            "rowhouse.test.password",
                            password,
                            "rowhouse.test.containers",
                            "true"));

            assertThat(planted.failures()).isEmpty();
            assertThat(OneClass.seen).extracting(Names::port).containsExactly(database.port());
        });
    }

    @Test
    void a_user_and_a_password_in_the_url_serve_too_and_are_not_handed_on() throws SQLException {
        withRole("superuser", (role, password) -> {
            PlantedTests planted = PlantedTests.run(
                    OneClass.class,
                    Map.of(
                            "rowhouse.test.url",
                            "jdbc:postgresql://" + database.host() + ":" + database.port() + "/postgres?user=" + role
                                    + "&password=" + password + "&ApplicationName=planted"));

            assertThat(planted.failures()).isEmpty();
            assertThat(OneClass.seen)
                    .singleElement()
                    .extracting(Names::url)
                    .asString()
                    .contains("ApplicationName=planted")
                    .doesNotContain(role, password);
        });
    }

    @Test
    void a_given_role_that_is_no_superuser_is_refused() throws SQLException {
        withRole("createdb createrole", (role, password) -> {
            Throwable failure = PlantedTests.run(
                            OneClass.class,
                            Map.of(
                                    "rowhouse.test.url", database.jdbcUrl(),
                                    "rowhouse.test.user", role,
                                    "rowhouse.test.password", password))
                    .failure();

            assertThat(failure)
                    .isInstanceOf(RowhouseException.class)
                    .hasMessageStartingWith("Using the given server " + database.host() + ":" + database.port()
                            + " for tests: role " + role + " is not a superuser")
                    .hasMessageContaining("Name a superuser in rowhouse.test.user");
        });
    }

    @Test
    void a_given_server_that_does_not_answer_is_an_error() {
        Throwable failure = PlantedTests.run(
                        OneClass.class, Map.of("rowhouse.test.url", "jdbc:postgresql://localhost:1/postgres"))
                .failure();

        assertThat(failure)
                .isInstanceOf(RowhouseException.class)
                .hasMessageStartingWith("Connecting to the given server localhost:1 for tests: ")
                .hasMessageContaining("Check that the server runs and that rowhouse.test.url, rowhouse.test.user and"
                        + " rowhouse.test.password are right");
    }

    @Test
    void a_url_that_is_none_is_an_error() {
        Throwable failure = PlantedTests.run(OneClass.class, Map.of("rowhouse.test.url", "localhost:5432"))
                .failure();

        assertThat(failure)
                .isInstanceOf(RowhouseException.class)
                .hasMessage("Connecting to the server that rowhouse.test.url names: pgjdbc does not understand the URL."
                        + " Give one like jdbc:postgresql://localhost:5432/postgres.");
    }

    @Test
    void a_server_of_another_major_version_than_asked_for_is_refused() throws SQLException {
        long major = count("select current_setting('server_version_num')::int / 10000 where ? is not null", "");

        Throwable failure = PlantedTests.run(OneClass.class, Map.of("rowhouse.test.postgres.major", "12"))
                .failure();

        assertThat(failure)
                .isInstanceOf(RowhouseException.class)
                .message()
                .startsWith("Using ")
                .contains(
                        " for tests: it is PostgreSQL " + major + ", but rowhouse.test.postgres.major asks for 12. Put"
                                + " the binaries (or the server) of that version in its place, or change the property.");
    }

    @Test
    void a_script_that_is_not_there_is_an_error() {
        Throwable failure = PlantedTests.run(MissingScriptTest.class).failure();

        assertThat(failure)
                .isInstanceOf(RowhouseException.class)
                .hasMessage("Reading script /nowhere.sql: it is not on the class path. Give its absolute name, such as"
                        + " /schema.sql, and look whether it is among the test resources.");
    }

    static class MissingScriptTest {
        @RegisterExtension
        static final RowhouseDatabase database = RowhouseDatabase.builder()
                .withoutRowhouse()
                .script("/nowhere.sql")
                .build();

        @Test
        void does_not_run() {}
    }

    @Test
    void a_script_that_fails_is_an_error_that_names_it() {
        Throwable failure = PlantedTests.run(FailingScriptTest.class).failure();

        assertThat(failure)
                .isInstanceOf(RowhouseException.class)
                .message()
                .startsWith("Running script /wrong.sql as rowhouse_test_")
                .contains("relation \"no_such_table\" does not exist")
                .endsWith(". Correct the script; it ran in one transaction, so nothing of it was kept.");
    }

    static class FailingScriptTest {
        @RegisterExtension
        static final RowhouseDatabase database = RowhouseDatabase.builder()
                .withoutRowhouse()
                .script("/wrong.sql")
                .build();

        @Test
        void does_not_run() {}
    }

    @Test
    void a_setting_that_cannot_be_one_is_an_error_and_leaves_no_database_behind() throws SQLException {
        long before = count("select count(*) from pg_database where datname like ?", "rowhouse_test_%");

        Throwable failure = PlantedTests.run(WrongSettingTest.class).failure();

        assertThat(failure).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no setting");
        assertThat(count("select count(*) from pg_database where datname like ?", "rowhouse_test_%"))
                .isEqualTo(before);
    }

    static class WrongSettingTest {
        @RegisterExtension
        static final RowhouseDatabase database =
                RowhouseDatabase.builder().tenantSetting("no setting").build();

        @Test
        void does_not_run() {}
    }

    @Test
    void an_application_role_that_row_level_security_would_not_bind_is_refused() {
        Throwable failure = PlantedTests.run(PrivilegedRoleTest.class).failure();

        assertThat(failure)
                .isInstanceOf(RowhouseException.class)
                .message()
                .startsWith("Checking that application role rowhouse_test_")
                .endsWith(
                        " is an ordinary role, which row-level security binds: it has BYPASSRLS, it has CREATEROLE, it"
                                + " is or may become the owner of the database, it owns 1 objects in the database. Let the"
                                + " scripts and set-ups of the test give it privileges on tables and nothing more.");
    }

    static class PrivilegedRoleTest {
        @RegisterExtension
        static final RowhouseDatabase database = RowhouseDatabase.builder()
                .withoutRowhouse()
                .script("/pets.sql")
                .setUp(PrivilegedRoleTest::privilege)
                .build();

        private static void privilege(RowhouseDatabase database) throws SQLException {
            try (Connection connection = database.superuser().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("alter role " + database.applicationRole() + " bypassrls createrole");
                statement.execute("grant " + database.ownerRole() + " to " + database.applicationRole());
                statement.execute("create table trick ()");
                statement.execute("alter table trick owner to " + database.applicationRole());
            }
        }

        @Test
        void does_not_run() {}
    }

    @Test
    void a_superuser_is_no_application_role() {
        Throwable failure = PlantedTests.run(SuperuserTest.class).failure();

        assertThat(failure).hasMessageContaining("which row-level security binds: it is a superuser, ");
    }

    static class SuperuserTest {
        @RegisterExtension
        static final RowhouseDatabase database = RowhouseDatabase.builder()
                .withoutRowhouse()
                .setUp(SuperuserTest::privilege)
                .build();

        private static void privilege(RowhouseDatabase database) throws SQLException {
            try (Connection connection = database.superuser().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("alter role " + database.applicationRole() + " superuser");
            }
        }

        @Test
        void does_not_run() {}
    }

    @Test
    void a_field_that_is_not_static_is_an_error() {
        Throwable failure = PlantedTests.run(InstanceFieldTest.class).failure();

        assertThat(failure)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"@RegisterExtension static final RowhouseDatabase\"");
    }

    static class InstanceFieldTest {
        @RegisterExtension
        final RowhouseDatabase database = RowhouseDatabase.builder().build();

        @Test
        void does_not_run() {}
    }

    @Test
    void tests_that_run_at_the_same_time_on_one_database_are_refused() {
        PlantedTests planted = PlantedTests.run(
                ParallelTest.class,
                Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "2"));

        assertThat(planted.succeededTests()).isEqualTo(1);
        assertThat(planted.failure())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another test of the class is running on the same database")
                .hasMessageEndingWith("Annotate the class with @Execution(ExecutionMode.SAME_THREAD).");
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class ParallelTest {
        @RegisterExtension
        @Order(1)
        static final StartTogether together = new StartTogether();

        @RegisterExtension
        static final RowhouseDatabase database =
                RowhouseDatabase.builder().withoutRowhouse().build();

        @Test
        void one() throws InterruptedException {
            together.awaitEndOfTheOther();
        }

        @Test
        void other() throws InterruptedException {
            together.awaitEndOfTheOther();
        }
    }

    /** Lets two tests begin together, and one of them last until the other has ended. */
    static final class StartTogether implements BeforeEachCallback, AfterEachCallback {
        private final CyclicBarrier start = new CyclicBarrier(2);
        private final CountDownLatch firstEnd = new CountDownLatch(1);

        @Override
        public void beforeEach(ExtensionContext context) throws Exception {
            start.await(10, TimeUnit.SECONDS);
        }

        @Override
        public void afterEach(ExtensionContext context) {
            firstEnd.countDown();
        }

        void awaitEndOfTheOther() throws InterruptedException {
            assertThat(firstEnd.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void set_ups_of_the_test_class_may_use_the_database() {
        PlantedTests planted = PlantedTests.run(SetUpTest.class);

        assertThat(planted.failures()).isEmpty();
        assertThat(planted.succeededTests()).isEqualTo(1);
    }

    static class SetUpTest {
        @RegisterExtension
        static final RowhouseDatabase database =
                RowhouseDatabase.builder().withoutRowhouse().script("/pets.sql").build();

        @BeforeAll
        static void add() throws SQLException {
            try (Connection connection = database.pool().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("insert into pet (name) values ('Zoë')");
            }
        }

        @Test
        void passes() {}
    }

    private static long count(String sql, String parameter) throws SQLException {
        try (Connection connection = database.superuser().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getLong(1);
            }
        }
    }

    private static void withRole(String attributes, RoleUser user) throws SQLException {
        String role = database.databaseName() + "_given";
        String password = database.ownerPassword();
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + role + " login " + attributes + " password '" + password + "'");
            try {
                user.use(role, password);
            } finally {
                statement.execute("drop role " + role);
            }
        }
    }

    private interface RoleUser {
        void use(String role, String password);
    }
}
