package dev.rowhouse.samples.tasks.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.samples.tasks.config.Configuration;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Opens databases that are not what the service needs, and says what is wrong with each. */
class DatabaseIT {
    private static final String GOOD = "check_good";

    @BeforeAll
    static void make_a_good_schema() throws SQLException {
        String url = TestServer.create(GOOD);
        open(Map.of("DATABASE_URL", url, "DATABASE_APP_USER", TestServer.PLAIN, "DATABASE_APP_PASSWORD", "plain"));
        TestServer.execute("postgres", "create role mighty login superuser password 'mighty'");
        TestServer.execute("postgres", "create role bypassing login bypassrls password 'bypassing'");
        TestServer.execute("postgres", "create role climbing login password 'climbing' in role bypassing");
    }

    private static void open(Map<String, String> environment) {
        Configuration configuration = Configuration.read(new HashMap<>(environment), Path.of("no folder of this name"));
        try (DatabaseLocation location = Database.locate(configuration);
                Database database = location.open()) {
            assertThat(database.isReachable()).isTrue();
        }
    }

    private static void check(String user, String database) {
        open(Map.of("DATABASE_URL", TestServer.url(user, user, database), "DATABASE_MIGRATE", "false"));
    }

    /** Plants defects, looks as the application's role, and takes the defects back. */
    private static List<String> findings(String defects) throws SQLException {
        try (Connection connection = TestServer.superuser(GOOD);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(defects);
            statement.execute("set local role " + TestServer.PLAIN);
            List<String> findings = Phase2Schema.findings(connection);
            connection.rollback();
            return findings;
        }
    }

    @Test
    void a_good_schema_passes() {
        check(TestServer.PLAIN, GOOD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "drop table phase2.access_token | there is no table phase2.access_token.",
                "drop table phase2.access_token; create view phase2.access_token as select 1 as id"
                        + " | phase2.access_token is no table.",
                "alter table phase2.task drop column note | phase2.task has no column note. Add it as text.",
                "alter table phase2.task rename column note to notes"
                        + " | phase2.task has no column note. Add it as text.",
                "alter table phase2.task alter column due_on type timestamptz"
                        + " | phase2.task.due_on is of type timestamp with time zone. Make it date.",
                "alter table phase2.task alter column title drop not null | phase2.task.title may be null."
                        + " Run: alter table phase2.task alter column title set not null",
                "alter table phase2.task alter column due_on set not null | phase2.task.due_on may not be null."
                        + " Run: alter table phase2.task alter column due_on drop not null",
                "alter table phase2.task alter column title_key drop expression"
                        + " | phase2.task.title_key is not generated.",
                "alter table phase2.app_user drop constraint app_user_email_taken"
                        + " | phase2.app_user has no unique key on (email_key).",
                "alter table phase2.task no force row level security | row-level security is not forced on phase2.task.",
                "alter table phase2.task disable row level security"
                        + " | row-level security is not enabled on phase2.task.",
                "drop policy rowhouse_tenant on phase2.task"
                        + " | phase2.task has no policy that compares tenant_id with the current tenant.",
                "alter policy rowhouse_tenant on phase2.task with check (true)"
                        + " | phase2.task has no policy that compares tenant_id with the current tenant.",
                "create policy staff on phase2.task to plain using (true)"
                        + " | policy staff on phase2.task is permissive too, and policies are joined by OR.",
                "revoke delete on phase2.task from plain | role plain may not delete phase2.task.",
                "revoke update (title, note) on phase2.task from plain"
                        + " | role plain may not update title, note of phase2.task.",
                "grant truncate on phase2.task to plain"
                        + " | role plain may truncate phase2.task, and that knows no tenants.",
                "grant update (tenant_id) on phase2.task to plain | role plain may change tenant_id of phase2.task.",
                "alter table phase2.task owner to plain | phase2.task belongs to role plain,",
                "revoke usage on schema phase2 from plain | role plain may not use schema phase2.",
                "drop schema phase2 cascade | there is no schema phase2.",
                "drop schema rowhouse cascade | there is no function rowhouse.current_tenant_id().",
            })
    void a_planted_defect_is_found(String defect, String finding) throws SQLException {
        assertThat(findings(defect)).anySatisfy(found -> assertThat(found).startsWith(finding));
    }

    @Test
    void all_findings_come_in_one_message() throws SQLException {
        TestServer.copy(GOOD, "check_all");
        TestServer.execute("check_all", """
                alter table phase2.task drop column note;
                alter table phase2.task no force row level security;
                alter table phase2.access_token alter column device type varchar(50);
                """);

        assertThatThrownBy(() -> check(TestServer.PLAIN, "check_all"))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageMatching(
                        "(?s)Checking the schema phase2 in localhost:\\d+/check_all as plain: 3 problems\\.\n.*")
                .hasMessageEndingWith(
                        "\n1. phase2.access_token.device is of type character varying(50). Make it text.\n"
                                + "2. phase2.task has no column note. Add it as text.\n"
                                + "3. row-level security is not forced on phase2.task. Run as its owner: select"
                                + " rowhouse.protect_table('phase2.task')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mighty    | role mighty is a superuser, and row-level security does not bind superusers.",
                "bypassing | role bypassing has BYPASSRLS.",
                "climbing  | role climbing can become role bypassing, to which row-level security does not apply.",
            })
    void a_role_above_row_level_security_is_refused(String role, String finding) {
        assertThatThrownBy(() -> check(role, GOOD))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining(finding);
    }

    @Test
    void the_owner_is_refused_as_the_application_role() {
        assertThatThrownBy(() -> open(Map.of(
                        "DATABASE_URL",
                        TestServer.url(TestServer.OWNER, "p%40ss%2Fw%25rd", GOOD),
                        "DATABASE_MIGRATE",
                        "false")))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("phase2.app_user belongs to role clinic, which role clinic is or can become");
    }

    @Test
    void migrating_again_changes_nothing_and_mends_what_protect_table_mends() throws SQLException {
        TestServer.copy(GOOD, "check_again");
        TestServer.execute("check_again", "alter table phase2.task no force row level security");
        Map<String, String> environment = Map.of(
                "DATABASE_URL",
                TestServer.url(TestServer.OWNER, "p%40ss%2Fw%25rd", "check_again"),
                "DATABASE_APP_USER",
                TestServer.PLAIN,
                "DATABASE_APP_PASSWORD",
                "plain");

        open(environment);
        open(environment);

        check(TestServer.PLAIN, "check_again");
    }

    @Test
    void a_schema_of_somebody_else_is_left_alone() throws SQLException {
        String url = TestServer.create("check_foreign");
        TestServer.execute("check_foreign", "create schema phase2; create table phase2.task (mine integer)");

        assertThatThrownBy(() -> open(Map.of("DATABASE_URL", url)))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("the database has a schema of this name that the service did not make");
        assertThat(TestServer.query(
                        "check_foreign",
                        "select count(*) from information_schema.columns where table_schema = 'phase2'"))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost/tasks                        | Reading DATABASE_URL: it is not the URL",
                "postgresql://hunter2@localhost:x/tasks | Reading DATABASE_URL: it is not the URL",
                "postgresql://localhost/tasks           | Reading DATABASE_URL: it is not the URL",
                "mysql://hunter2@localhost/tasks        | Reading DATABASE_URL: it is not the URL",
                "postgresql://a:hunter2%@localhost/x    | Reading DATABASE_URL: it is not the URL",
            })
    void a_url_that_is_not_understood_is_not_repeated(String url, String message) {
        assertThatThrownBy(() -> open(Map.of("DATABASE_URL", url)))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageStartingWith(message)
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void a_database_that_is_not_there_is_told_from_one_that_refuses() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThatThrownBy(() -> open(Map.of("DATABASE_URL", "postgresql://dana:hunter2@localhost:" + port + "/tasks")))
                .isInstanceOf(UnreachableDatabaseException.class)
                .hasMessageStartingWith(
                        "Connecting to the database localhost:" + port + "/tasks as dana: \"Connection to localhost:")
                .hasMessageEndingWith(" Check that the server runs, and host and port in DATABASE_URL.")
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void a_wrong_password_is_told_at_once_and_not_repeated() {
        assertThatThrownBy(() -> open(Map.of("DATABASE_URL", TestServer.url(TestServer.PLAIN, "hunter2", GOOD))))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("password authentication failed for user \"plain\"")
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void a_role_that_may_not_make_what_is_needed_is_told_what_it_lacks() throws SQLException {
        TestServer.create("check_rights");
        String url = TestServer.url(TestServer.PLAIN, "plain", "check_rights");

        assertThatThrownBy(() -> open(Map.of("DATABASE_URL", url)))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("Making the application role phase2_app as plain: ")
                .hasMessageContaining("Give DATABASE_URL a role with CREATEROLE");
        assertThatThrownBy(() -> open(
                        Map.of("DATABASE_URL", url, "DATABASE_APP_USER", "plain", "DATABASE_APP_PASSWORD", "plain")))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("it may not create schemas in the database check_rights");
    }
}
