package dev.rowhouse.samples.quickstart.database;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The role that the application logs in with: it owns nothing and is above nothing, else row-level security would not
 * hold for it. It is the one that DATABASE_APP_USER names, or one that the sample makes.
 */
final class ApplicationRole {
    /** The name of a role that exists. */
    static final String USER = "DATABASE_APP_USER";

    /** Its password. */
    static final String PASSWORD = "DATABASE_APP_PASSWORD";

    private static final String OWN_ROLE = "petcare_app";
    private static final String MARK = "Rowhouse quickstart";

    private final PGSimpleDataSource owner;
    private final Map<String, String> environment;

    ApplicationRole(PGSimpleDataSource owner, Map<String, String> environment) {
        this.owner = owner;
        this.environment = environment;
    }

    /** Returns a login that was found to be an ordinary one. */
    PGSimpleDataSource login() throws SQLException {
        PGSimpleDataSource login = Server.copy(owner);
        String user = environment.getOrDefault(USER, "");
        if (user.isBlank()) {
            login.setUser(OWN_ROLE);
            login.setPassword(makeOwnRole());
        } else {
            login.setUser(user);
            login.setPassword(environment.get(PASSWORD));
        }
        requireOrdinary(login);
        return login;
    }

    private String makeOwnRole() throws SQLException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            if (!exists(connection)) {
                statement.execute("create role " + OWN_ROLE + " login");
                statement.execute("comment on role " + OWN_ROLE + " is '" + MARK + "'");
            }
            connection.unwrap(PGConnection.class).alterUserPassword(OWN_ROLE, password.toCharArray(), null);
            connection.commit();
            return password;
        } catch (SQLException e) {
            throw new UnusableDatabaseException(
                    "Making the application role " + OWN_ROLE + " as " + owner.getUser() + ": " + e.getMessage()
                            + ". Give " + Server.URL + " a role with CREATEROLE, or make an ordinary login role and"
                            + " name it in " + USER + " and " + PASSWORD + ".",
                    e);
        }
    }

    private boolean exists(Connection connection) throws SQLException {
        String sql = """
                select coalesce(shobj_description(oid, 'pg_authid'), '')
                from pg_roles
                where rolname = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, OWN_ROLE);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return false;
                }
                if (!rows.getString(1).equals(MARK)) {
                    throw new UnusableDatabaseException("Making the application role " + OWN_ROLE
                            + ": the server has a role of this name that the sample did not make. Name an ordinary"
                            + " login role in " + USER + " and " + PASSWORD + ".");
                }
                return true;
            }
        }
    }

    private void requireOrdinary(PGSimpleDataSource login) throws SQLException {
        String sql = """
                select rolsuper, rolbypassrls, pg_has_role(current_user, ?, 'member')
                from pg_roles
                where rolname = current_user
                """;
        try (Connection connection = login.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, owner.getUser());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                String flaw = rows.getBoolean(1)
                        ? "it is a superuser"
                        : rows.getBoolean(2)
                                ? "it has BYPASSRLS"
                                : rows.getBoolean(3) ? "it is, or may become, the owner of the tables" : "";
                if (!flaw.isEmpty()) {
                    throw new UnusableDatabaseException("Checking the application role " + login.getUser() + ": " + flaw
                            + ", so that row-level security would not hold for it. Name another role in " + USER
                            + ": one that can log in and nothing else.");
                }
            }
        } catch (SQLException e) {
            throw new UnusableDatabaseException(
                    "Connecting as the application role " + login.getUser() + ": " + e.getMessage() + ". Check " + USER
                            + " and " + PASSWORD + ", and that the role may connect to the database.",
                    e);
        }
    }
}
