package dev.rowhouse.peers;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Nothing at all: plain JDBC, which shows that the attacks on SQL get through where nobody stops them. */
public final class NoTenancy implements Peer {
    private @Nullable DataSource pool;

    /** Made by its name. */
    public NoTenancy() {}

    @Override
    public String name() {
        return "No tenancy";
    }

    @Override
    public String configuration() {
        return "Plain JDBC on the plain tables: the control.";
    }

    @Override
    public void start(DataSource newPool) {
        pool = newPool;
    }

    @Override
    public void attempt(Attack attack, Attempt attempt) throws Exception {
        if (JdbcDoor.isNativeRead(attack) || JdbcDoor.isNativeWrite(attack)) {
            runSql(JdbcDoor.sql(attack, attempt), JdbcDoor.isNativeRead(attack), attempt);
        } else if (JdbcDoor.isOnConnection(attack)) {
            try (Connection connection = connection()) {
                JdbcDoor.attempt(attack, connection, attempt);
            }
        } else {
            throw new NotApplicableException("no mapper");
        }
    }

    @Override
    public void runSql(String sql, boolean rows, Attempt attempt) throws SQLException {
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            JdbcDoor.run(connection, sql, rows, attempt);
            connection.commit();
        }
    }

    private Connection connection() throws SQLException {
        DataSource started = pool;
        if (started == null) {
            throw new IllegalStateException("Running an attack: not started. Call start first.");
        }
        return started.getConnection();
    }

    @Override
    public void close() {
        pool = null;
    }
}
