package dev.rowhouse.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the application on a database of its own, and on a given one whose roles log in with passwords. */
class QuickstartIT {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start_server(@TempDir Path folder) throws IOException, SQLException {
        Path access = Files.writeString(folder.resolve("pg_hba.conf"), """
                host all postgres 127.0.0.1/32 trust
                host all all 127.0.0.1/32 scram-sha-256
                """);
        folder.toFile().setExecutable(true, false);
        server = EmbeddedPostgres.builder()
                .setServerConfig("hba_file", access.toString())
                .start();
        asSuperuser("postgres", "create role clinic login createrole password 'p@ss/w%rd'");
        asSuperuser("postgres", "create role plain login password 'plain'");
        asSuperuser("postgres", "create role mighty login superuser password 'mighty'");
    }

    @AfterAll
    static void stop_server() throws IOException {
        server.close();
    }

    @Test
    void holds_on_an_embedded_database() {
        Run run = run(Map.of());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("Rowhouse quickstart: 5 pet-care businesses in one database\n")
                .contains("embedded, as role petcare_app. Loaded 99 owners, 122 pets, 465 appointments.")
                .containsPattern("neko-no-mori +20 +24 +4 +6 ")
                .contains("Fri 26 Mar 13:00 +09:00  タマ")
                .contains("from Sat 3 Apr 18:00 +11:00 to Sun 4 Apr 09:00 +10:30: 15 h 30 min.")
                .containsPattern("a transaction of one query +2 +3 +2\n")
                .containsPattern("one query, autocommit +1 +3 +1\n")
                .containsPattern("a transaction of one batch of 20 updates +2 +3 +3\n")
                .doesNotContain("LEAK", "UNPROVEN", "Differs")
                .endsWith("The isolation held: 24 of 24 attacks stopped, 52 of 52 totals as expected.\n");
    }

    @Test
    void runs_again_on_a_given_database_and_touches_nothing_else() throws SQLException {
        String url = database("again");
        asSuperuser("again", "create schema mine; create table mine.kept as select 42 as answer");

        Run first = run(Map.of("DATABASE_URL", url));
        Run second = run(Map.of("DATABASE_URL", url));

        assertThat(first.err()).isEmpty();
        assertThat(first.exitCode()).isZero();
        assertThat(second).isEqualTo(first);
        assertThat(query("again", "select answer from mine.kept")).isEqualTo("42");
        assertThat(query(
                        "again",
                        "select string_agg(nspname, ' ' order by nspname) from pg_namespace"
                                + " where nspname !~ '^pg_' and nspname <> 'information_schema'"))
                .isEqualTo("mine petcare public rowhouse");
    }

    @Test
    void stores_what_the_files_say() throws SQLException {
        String url = database("stored");

        run(Map.of("DATABASE_URL", url));

        assertThat(query("stored", "select note from petcare.pet where name = 'Feijão'"))
                .isEqualTo("Late para o \"moço do gás\", só isso");
        assertThat(query("stored", "select count(*) from petcare.pet where note like E'Manhã: calmo\\nTarde: furacão'"))
                .isEqualTo("2");
        assertThat(query(
                        "stored",
                        "select min(created_by) || ' ' || max(created_by) from petcare.owner o"
                                + " join petcare.business b on b.id = o.tenant_id where b.slug = 'neko-no-mori'"))
                .isEqualTo("import@neko-no-mori import@neko-no-mori");
        assertThat(query(
                        "stored",
                        "select lower(during) at time zone 'UTC' from petcare.appointment a"
                                + " join petcare.business b on b.id = a.tenant_id"
                                + " where b.slug = 'lagoon-pet-care' and lower(during) > '2027-04-03 00:00Z'"
                                + " and upper(during) - lower(during) > interval '12 hours' order by 1 limit 1"))
                .isEqualTo("2027-04-03 07:00:00");
    }

    @Test
    void takes_a_given_application_role() throws SQLException {
        String url = database("given");

        Run run = run(Map.of("DATABASE_URL", url, "DATABASE_APP_USER", "plain", "DATABASE_APP_PASSWORD", "plain"));

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("as role plain. Loaded");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void takes_a_jdbc_url() throws SQLException {
        database("jdbc");

        Run run = run(Map.of(
                "DATABASE_URL",
                "jdbc:postgresql://localhost:" + server.getPort() + "/jdbc?user=clinic&password=p%40ss%2Fw%25rd"));

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner", "pet", "staff", "service", "appointment"})
    void notices_a_table_without_row_level_security(String table) throws SQLException {
        Run run = runBroken("alter table petcare." + table + " disable row level security");

        assertThat(run.out())
                .containsPattern("read all tables without a condition +\\d+ rows of others +nothing +LEAK\n")
                .contains("THE ISOLATION DID NOT HOLD");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            create policy all_see on petcare.pet using (true)                       | inject ' or 1=1 --                        | rows of others +nothing +LEAK
            create policy all_see on petcare.pet using (true)                       | copy to, through the driver               | rows of others +nothing +LEAK
            create policy all_see on petcare.appointment using (true)               | delete an appointment by its id           | changed others' \\[appointment] +nothing +LEAK
            create policy all_write on petcare.owner for insert with check (true)   | insert an owner for the other business    | changed others' \\[owner] +nothing +LEAK
            alter table petcare.appointment drop constraint appointment_pet_fkey    | book for a pet of the other business      | not refused +nothing +LEAK
            create unique index on petcare.pet (id)                                 | find out whether a key is taken elsewhere | refused, SQLSTATE 23505 +nothing +LEAK
            grant truncate on petcare.appointment to petcare_app                    | truncate a table                          | changed others' \\[appointment] +nothing +LEAK
            create or replace function rowhouse.current_tenant_id() returns uuid language sql stable parallel safe return nullif(current_setting('app.current_tenant_id', true), '')::uuid | no tenant at all | not refused +nothing +LEAK
            revoke delete on petcare.appointment from petcare_app                   | delete an appointment by its id           | refused, SQLSTATE 42501 +privilege +UNPROVEN
            """)
    void notices_what_opens_a_way(String sql, String attack, String expected) throws SQLException {
        Run run = runBroken(sql);

        assertThat(run.out())
                .containsPattern("\\Q" + attack + "\\E .*" + expected)
                .contains("THE ISOLATION DID NOT HOLD");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void notices_an_application_role_that_becomes_the_owner() throws SQLException {
        Map<String, String> environment = Map.of(
                "DATABASE_URL", database("broken"), "DATABASE_APP_USER", "plain", "DATABASE_APP_PASSWORD", "plain");
        try {
            Run run = run(environment, database -> asSuperuser("broken", "grant clinic to plain"));

            assertThat(run.out()).containsPattern("set role to the owner of the tables +not refused +nothing +LEAK\n");
            assertThat(run.exitCode()).isEqualTo(1);
        } finally {
            asSuperuser("postgres", "revoke clinic from plain");
        }
    }

    @Test
    void says_when_the_database_does_not_answer() {
        Run run = run(Map.of("DATABASE_URL", "postgresql://clinic:secret@localhost:1/nowhere"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("Connecting to the database of DATABASE_URL: localhost/nowhere as clinic answered")
                .contains("Check that the server runs")
                .doesNotContain("secret");
    }

    @Test
    void says_when_the_server_goes_away() throws SQLException {
        Run run = run(Map.of("DATABASE_URL", database("broken")), database -> {
            throw new SQLException("terminating connection due to administrator command", "57P01");
        });

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("Working on the database: it ended the connections. Start again when it is up.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:5432/clinic",
                "postgresql://us er:secret@host/db",
                "mysql://u:secret@host/db",
                "jdbc:mysql://host/secret"
            })
    void says_when_the_url_is_none(String url) {
        Run run = run(Map.of("DATABASE_URL", url));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("Reading DATABASE_URL: it is not the URL of a PostgreSQL database. Give it as")
                .doesNotContain("secret");
    }

    @Test
    void says_when_the_password_is_wrong() throws SQLException {
        String url = database("locked").replace("p%40ss", "wrong");

        Run run = run(Map.of("DATABASE_URL", url));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("locked as clinic answered", "password authentication failed");
    }

    @Test
    void says_when_the_role_may_not_make_roles() throws SQLException {
        Run run = run(Map.of("DATABASE_URL", plainOwner("rights")));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("Making the application role petcare_app as plain:")
                .contains("Give DATABASE_URL a role with CREATEROLE, or make an ordinary login role and name it in"
                        + " DATABASE_APP_USER and DATABASE_APP_PASSWORD.");
    }

    @Test
    void says_when_the_role_may_not_make_schemas() throws SQLException {
        String url = database("elsewhere").replace("clinic:p%40ss%2Fw%25rd", "mighty:mighty");
        asSuperuser("postgres", "alter role mighty nosuperuser createrole");
        try {
            Run run = run(Map.of("DATABASE_URL", url, "DATABASE_APP_USER", "plain", "DATABASE_APP_PASSWORD", "plain"));

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .startsWith("Making the schemas petcare and rowhouse as mighty: it may not create schemas in the"
                            + " database elsewhere.");
        } finally {
            asSuperuser("postgres", "alter role mighty superuser");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mighty, mighty, it is a superuser",
        "clinic, p@ss/w%rd, 'it is, or may become, the owner of the tables'"
    })
    void refuses_an_application_role_that_is_above_row_level_security(String user, String password, String flaw)
            throws SQLException {
        String url = database("above");

        Run run = run(Map.of("DATABASE_URL", url, "DATABASE_APP_USER", user, "DATABASE_APP_PASSWORD", password));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("Checking the application role " + user + ": " + flaw)
                .contains("Name another role in DATABASE_APP_USER");
    }

    @Test
    void leaves_a_schema_alone_that_it_did_not_make() throws SQLException {
        String url = database("taken");
        asSuperuser("taken", "create schema petcare; create table petcare.pet as select 'Rex' as name");

        Run run = run(Map.of("DATABASE_URL", url));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("Making the schema petcare: the database has a schema of this name that the sample did not"
                        + " make.");
        assertThat(query("taken", "select name from petcare.pet")).isEqualTo("Rex");
    }

    @Test
    void says_when_another_role_owns_rowhouse() throws SQLException {
        String url = database("owned");
        asSuperuser("owned", "create schema rowhouse");

        Run run = run(Map.of("DATABASE_URL", url));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("schema rowhouse belongs to role postgres");
    }

    private static String plainOwner(String name) throws SQLException {
        String url = database(name).replace("clinic:p%40ss%2Fw%25rd", "plain:plain");
        asSuperuser("postgres", "alter database " + name + " owner to plain");
        return url;
    }

    private static Run runBroken(String sql) throws SQLException {
        String url = database("broken");
        return run(Map.of("DATABASE_URL", url), database -> asSuperuser("broken", sql));
    }

    private static String database(String name) throws SQLException {
        asSuperuser("postgres", "drop database if exists " + name);
        asSuperuser("postgres", "create database " + name + " owner clinic");
        return "postgresql://clinic:p%40ss%2Fw%25rd@localhost:" + server.getPort() + "/" + name;
    }

    private static void asSuperuser(String database, String sql) throws SQLException {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(String database, String sql) throws SQLException {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Run run(Map<String, String> environment) {
        return run(environment, database -> {});
    }

    private static Run run(Map<String, String> environment, Quickstart.BeforeAttacks beforeAttacks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = new Quickstart(environment, print(out), print(err), beforeAttacks).run();
        return new Run(exitCode, text(out), text(err));
    }

    private static PrintStream print(ByteArrayOutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private record Run(int exitCode, String out, String err) {}
}
