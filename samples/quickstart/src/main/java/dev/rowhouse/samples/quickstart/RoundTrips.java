package dev.rowhouse.samples.quickstart;

import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.isolation.IsolationCheck;
import dev.rowhouse.samples.quickstart.database.Database;
import dev.rowhouse.testkit.RoundTripProxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Counts how often the same work goes to the server and back: without Rowhouse, with the tenant set once for a connection
 * that serves nobody else, which is the least there can be; with a hand-written set_config at the start of each
 * transaction; and with Rowhouse.
 */
final class RoundTrips {
    private static final String FOR_SESSION = "select set_config('app.current_tenant_id', ?, false)";
    private static final String FOR_TRANSACTION = "select set_config('app.current_tenant_id', ?, true)";

    private final Business business;
    private final RoundTripProxy proxy;
    private final DataSource direct;
    private final DataSource wrapped;

    private RoundTrips(Business business, RoundTripProxy proxy, DataSource direct) {
        this.business = business;
        this.proxy = proxy;
        this.direct = direct;
        // What the attacks have found is in the report already; it is no reason not to count.
        this.wrapped = TenantDataSource.builder(direct)
                .isolationCheck(IsolationCheck.off())
                .build();
    }

    /** Returns the counts, or none if the server cannot be reached by way of the proxy, which does not encrypt. */
    static List<Row> count(Database database, Business business) throws SQLException {
        try (RoundTripProxy proxy = RoundTripProxy.start(database.host(), database.port())) {
            RoundTrips roundTrips = new RoundTrips(business, proxy, database.loginThrough(proxy.port()));
            return roundTrips.canConnect() ? roundTrips.count() : List.of();
        }
    }

    private boolean canConnect() {
        try (Connection connection = direct.getConnection()) {
            return connection.isValid(0);
        } catch (SQLException e) {
            return false;
        }
    }

    private List<Row> count() throws SQLException {
        List<Row> rows = new ArrayList<>();
        rows.add(row("one query, autocommit", true, RoundTrips::query));
        rows.add(row("a transaction of one query", false, RoundTrips::query));
        rows.add(row("a transaction of three queries", false, connection -> {
            query(connection);
            query(connection);
            query(connection);
        }));
        rows.add(row("a transaction of one batch of 20 updates", false, RoundTrips::batch));
        return rows;
    }

    private Row row(String work, boolean autocommit, Work statements) throws SQLException {
        return new Row(
                work,
                plain(autocommit, statements),
                byHand(statements),
                business.as("desk").call(() -> withRowhouse(autocommit, statements)));
    }

    private long plain(boolean autocommit, Work statements) throws SQLException {
        try (Connection connection = direct.getConnection()) {
            setTenant(connection, FOR_SESSION);
            return trips(connection, autocommit, statements);
        }
    }

    private long byHand(Work statements) throws SQLException {
        try (Connection connection = direct.getConnection()) {
            return trips(connection, false, transaction -> {
                setTenant(transaction, FOR_TRANSACTION);
                statements.run(transaction);
            });
        }
    }

    private long withRowhouse(boolean autocommit, Work statements) throws SQLException {
        try (Connection connection = wrapped.getConnection()) {
            return trips(connection, autocommit, statements);
        }
    }

    private long trips(Connection connection, boolean autocommit, Work statements) throws SQLException {
        connection.setAutoCommit(autocommit);
        return proxy.count(() -> {
            statements.run(connection);
            if (!autocommit) {
                connection.commit();
            }
        });
    }

    private void setTenant(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, business.id().toString());
            statement.execute();
        }
    }

    private static void query(Connection connection) throws SQLException {
        String sql = """
                select name
                from pet
                where number = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, 1);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
            }
        }
    }

    private static void batch(Connection connection) throws SQLException {
        String sql = """
                update pet
                set note = ?
                where number = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int number = 1; number <= 20; number++) {
                statement.setString(1, "seen");
                statement.setInt(2, number);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private interface Work {
        void run(Connection connection) throws SQLException;
    }

    /** How many round trips one piece of work takes. */
    record Row(String work, long plain, long byHand, long withRowhouse) {}
}
