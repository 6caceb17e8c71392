package dev.rowhouse.samples.tasks.database;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.schema.RowhouseSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The schema {@code phase2}: made by the owner, checked by the application. */
final class Phase2Schema {
    /** Instances that start at the same time wait for each other. */
    static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended('rowhouse sample tasks', 0))";

    private static final String MARK = "Rowhouse sample tasks";

    private Phase2Schema() {}

    /** Makes what is missing, all of it or nothing. */
    static void migrate(DataSource owner, String applicationRole) {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            requireRights(connection);
            RowhouseSchema.builder().applicationRole(applicationRole).build().installOn(owner);
            connection.setAutoCommit(false);
            statement.execute(ONE_AT_A_TIME);
            requireOwnSchema(connection);
            statement.execute(resource("/phase2.sql"));
            statement.execute("comment on schema phase2 is '" + MARK + "'");
            connection.commit();
        } catch (SQLException | RowhouseException e) {
            throw Server.failure("Making the schema phase2", e, "Nothing was changed there. Mend what it says.");
        }
    }

    private static void requireRights(Connection connection) throws SQLException {
        String sql = "select has_database_privilege(current_database(), 'create'), current_database(), current_user";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            if (!rows.getBoolean(1)) {
                throw new UnusableDatabaseException(
                        "Making the schemas phase2 and rowhouse as " + rows.getString(3)
                                + ": it may not create schemas in the database " + rows.getString(2)
                                + ". Give DATABASE_URL the owner of the database; or, if the schemas are there already and"
                                + " this is the application's role, set DATABASE_MIGRATE=false.",
                        null);
            }
        }
    }

    private static void requireOwnSchema(Connection connection) throws SQLException {
        String sql = """
                select coalesce(obj_description(oid, 'pg_namespace'), '')
                from pg_namespace
                where nspname = 'phase2'
                """;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (rows.next() && !rows.getString(1).equals(MARK)) {
                throw new UnusableDatabaseException(
                        "Making the schema phase2: the database has a schema of this name that the service did not make,"
                                + " and it is left alone. Give DATABASE_URL another database; or, if it is kept by"
                                + " migrations of your own, set DATABASE_MIGRATE=false.",
                        null);
            }
        }
    }

    /** Compares database and role with what the service relies on. All findings come in one message. */
    static void check(DataSource application, String place) {
        try (Connection connection = application.getConnection()) {
            List<String> findings = findings(connection);
            if (!findings.isEmpty()) {
                throw new UnusableDatabaseException(
                        "Checking the schema phase2 in " + place + " as "
                                + connection.getMetaData().getUserName() + ": " + numbered(findings),
                        null);
            }
        } catch (SQLException e) {
            throw Server.failure("Checking the schema phase2 in " + place, e, "Check the role and the server.");
        }
    }

    /** What the role of a connection finds wrong with the database and with itself. */
    static List<String> findings(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(resource("/phase2-check.sql"))) {
            List<String> findings = new ArrayList<>();
            while (rows.next()) {
                findings.add(rows.getString(1));
            }
            return findings;
        }
    }

    private static String numbered(List<String> findings) {
        StringBuilder text =
                new StringBuilder().append(findings.size()).append(findings.size() == 1 ? " problem." : " problems.");
        for (int i = 0; i < findings.size(); i++) {
            text.append('\n').append(i + 1).append(". ").append(findings.get(i));
        }
        return text.toString();
    }

    private static String resource(String name) {
        try (InputStream stream = Phase2Schema.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("Reading " + name + ": it is not on the class path. Build again.");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
