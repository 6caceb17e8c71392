package dev.rowhouse.testkit;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.TenantContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Looks for what a test left behind, and clears away what it can, so that one leak fails one test. */
final class LeakCheck {
    /** How long a backend may take to notice that its client has gone. */
    private static final Duration BACKEND_GRACE = Duration.ofSeconds(2);

    private static final Duration POLL = Duration.ofMillis(10);

    private final TestDatabase database;
    private final List<String> settings;
    private int reportedConnections;

    LeakCheck(TestDatabase database, String tenantSetting, String actorSetting) {
        this.database = database;
        this.settings = List.of(tenantSetting, actorSetting);
    }

    /**
     * Throws if anything was left behind, with all findings at once.
     *
     * @param after what ran, in words
     * @param boundBefore the tenant that was bound already when it began
     */
    void verify(String after, @Nullable TenantContext boundBefore) throws SQLException {
        boolean interrupted = Thread.interrupted();
        try {
            List<String> findings = new ArrayList<>();
            findBoundTenant(boundBefore, findings);
            findCheckedOutConnections(findings);
            findOpenTransactions(findings);
            findRememberedTenants(findings);
            if (!findings.isEmpty()) {
                throw new AssertionError("Checking what " + after + " left behind on database " + database.name() + ": "
                        + findings.size() + (findings.size() == 1 ? " leak" : " leaks") + "\n - "
                        + String.join("\n - ", findings));
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void findBoundTenant(@Nullable TenantContext boundBefore, List<String> findings) {
        TenantContext.current()
                .ifPresent(context -> findings.add(context + " is still bound to thread \""
                        + Thread.currentThread().getName() + "\""
                        + (context.equals(boundBefore) ? ", as it was already when the test began" : "")
                        + ". Bind tenants with TenantContext.run or call, which restore what was bound before."));
    }

    private void findCheckedOutConnections(List<String> findings) {
        int active = database.pool().getHikariPoolMXBean().getActiveConnections();
        int leaked = active - reportedConnections;
        reportedConnections = active;
        if (leaked > 0) {
            findings.add((leaked == 1 ? "1 connection is" : leaked + " connections are")
                    + " still checked out of the pool. Close connections in try-with-resources, and let threads that"
                    + " use them end before the test does.");
        }
    }

    private void findOpenTransactions(List<String> findings) throws SQLException {
        try (Connection connection = database.superuser().getConnection()) {
            List<Backend> open = openTransactions(connection);
            long deadline = System.nanoTime() + BACKEND_GRACE.toNanos();
            while (!open.isEmpty() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(POLL.toNanos());
                open = openTransactions(connection);
            }
            for (Backend backend : open) {
                findings.add("Backend " + backend.pid() + " of role " + backend.role()
                        + " still has a transaction open (" + backend.state()
                        + "). Commit or roll back before the test ends.");
                terminate(connection, backend);
            }
        }
    }

    private List<Backend> openTransactions(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select pid, usename, coalesce(state, 'state unknown')
                from pg_stat_activity
                where datname = ?
                and usename in (?, ?)
                and backend_type = 'client backend'
                and xact_start is not null
                order by pid""")) {
            statement.setString(1, database.name());
            statement.setString(2, database.application().name());
            statement.setString(3, database.owner().name());
            try (ResultSet rows = statement.executeQuery()) {
                List<Backend> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(new Backend(rows.getInt(1), rows.getString(2), rows.getString(3)));
                }
                return found;
            }
        }
    }

    private static void terminate(Connection connection, Backend backend) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_terminate_backend(?)")) {
            statement.setInt(1, backend.pid());
            statement.execute();
        }
    }

    /** Takes all idle connections out of the pool at once, so that none is looked at twice. */
    private void findRememberedTenants(List<String> findings) throws SQLException {
        HikariDataSource pool = database.pool();
        List<Connection> idle = new ArrayList<>();
        try {
            for (int left = pool.getHikariPoolMXBean().getIdleConnections(); left > 0; left--) {
                idle.add(pool.getConnection());
            }
            for (Connection connection : idle) {
                findRememberedTenant(connection, findings);
            }
        } finally {
            for (Connection connection : idle) {
                connection.close();
            }
        }
    }

    private void findRememberedTenant(Connection connection, List<String> findings) throws SQLException {
        boolean found = false;
        for (String setting : settings) {
            String value = currentSetting(connection, setting);
            if (value != null && !value.isEmpty()) {
                found = true;
                findings.add("A pooled connection still has " + setting + named(value)
                        + ". Set it for the transaction only: set_config(name, value, true), or set local.");
            }
        }
        if (found) {
            database.pool().evictConnection(connection);
        }
    }

    /** Tells a tenant's id and nothing else: the value may be a token. */
    private static String named(String value) {
        try {
            return " = " + UUID.fromString(value);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static @Nullable String currentSetting(Connection connection, String setting) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select current_setting(?, true)")) {
            statement.setString(1, setting);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        } catch (SQLException e) {
            if (connection.isClosed() || !connection.isValid(1)) {
                return null; // the backend has gone, and its settings with it
            }
            throw e;
        }
    }

    private record Backend(int pid, String role, String state) {}
}
