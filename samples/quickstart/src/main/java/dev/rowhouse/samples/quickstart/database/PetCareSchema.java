package dev.rowhouse.samples.quickstart.database;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.schema.RowhouseSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes the tables, as a migration would do it. */
final class PetCareSchema {
    private static final String MARK = "Rowhouse quickstart: made again at each run";

    private PetCareSchema() {}

    static void create(PGSimpleDataSource owner, String applicationRole) throws SQLException {
        requireRights(owner);
        install(owner, applicationRole);
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            dropOwnSchema(connection);
            statement.execute(script());
            statement.execute("comment on schema " + Database.SCHEMA + " is '" + MARK + "'");
            String role = statement.enquoteIdentifier(applicationRole, true);
            statement.execute("grant usage on schema " + Database.SCHEMA + " to " + role);
            statement.execute("grant select on business to " + role);
            connection.commit();
        }
    }

    private static void install(PGSimpleDataSource owner, String applicationRole) {
        try {
            RowhouseSchema.builder().applicationRole(applicationRole).build().installOn(owner);
        } catch (RowhouseException e) {
            throw new UnusableDatabaseException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireRights(PGSimpleDataSource owner) throws SQLException {
        String sql = "select has_database_privilege(current_database(), 'create'), current_database()";
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            if (!rows.getBoolean(1)) {
                throw new UnusableDatabaseException("Making the schemas " + Database.SCHEMA + " and rowhouse as "
                        + owner.getUser() + ": it may not create schemas in the database " + rows.getString(2)
                        + ". Give " + Server.URL + " the owner of the database, or a role with CREATE on it.");
            }
        }
    }

    private static void dropOwnSchema(Connection connection) throws SQLException {
        String sql = """
                select coalesce(obj_description(oid, 'pg_namespace'), '')
                from pg_namespace
                where nspname = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, Database.SCHEMA);
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next() && !rows.getString(1).equals(MARK)) {
                    throw new UnusableDatabaseException("Making the schema " + Database.SCHEMA
                            + ": the database has a schema of this name that the sample did not make. Give "
                            + Server.URL + " another database.");
                }
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + Database.SCHEMA + " cascade");
        }
    }

    private static String script() {
        try (InputStream stream = PetCareSchema.class.getResourceAsStream("/schema.sql")) {
            if (stream == null) {
                throw new IllegalStateException("Reading /schema.sql: it is not on the class path. Build again.");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
