package dev.rowhouse.samples.tasks.database;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The role that the service makes for itself where none was named: it can log in and nothing else. It gets another
 * password at each start; instances that run side by side share a role that was named.
 */
final class ApplicationRole {
    private static final String NAME = "phase2_app";
    private static final String MARK = "Rowhouse sample tasks";

    private ApplicationRole() {}

    static PGSimpleDataSource login(Server server) {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        try (Connection connection = server.login().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(Phase2Schema.ONE_AT_A_TIME);
            if (!exists(connection)) {
                statement.execute("create role " + NAME + " login");
                statement.execute("comment on role " + NAME + " is '" + MARK + "'");
            }
            connection.unwrap(PGConnection.class).alterUserPassword(NAME, password.toCharArray(), null);
            connection.commit();
            return server.loginAs(NAME, password);
        } catch (SQLException e) {
            throw Server.failure(
                    "Making the application role " + NAME + " as "
                            + server.login().getUser(),
                    e,
                    "Give DATABASE_URL a role with CREATEROLE, or make an ordinary login role and name it in"
                            + " DATABASE_APP_USER and DATABASE_APP_PASSWORD.");
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        String sql = """
                select coalesce(shobj_description(oid, 'pg_authid'), '')
                from pg_roles
                where rolname = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, NAME);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return false;
                }
                if (!rows.getString(1).equals(MARK)) {
                    throw new UnusableDatabaseException(
                            "Making the application role " + NAME
                                    + ": the server has a role of this name that the service did not make. Name an"
                                    + " ordinary login role in DATABASE_APP_USER and DATABASE_APP_PASSWORD.",
                            null);
                }
                return true;
            }
        }
    }
}
