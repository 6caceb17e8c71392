package dev.rowhouse.peers;

import dev.rowhouse.peers.Attempt.Tenant;
import java.io.IOException;
import java.io.StringWriter;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/** The attacks on a JDBC connection, wherever a library gives one away. */
public final class JdbcDoor {
    private JdbcDoor() {}

    /** Runs one of the attacks that need a connection. */
    public static void attempt(Attack attack, Connection connection, Attempt attempt) throws SQLException, IOException {
        switch (attack) {
            case JDBC_CONNECTION -> run(connection, select(attempt.victim()), true, attempt);
            case COPY_OUT -> {
                StringWriter text = new StringWriter();
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("copy (select title from document) to stdout", text);
                attempt.saw(text.toString());
            }
            case CALLABLE_STATEMENT -> {
                try (CallableStatement statement = connection.prepareCall("select title from document");
                        ResultSet rows = statement.executeQuery()) {
                    see(rows, attempt);
                }
            }
            case JDBC_BATCH -> {
                try (Statement statement = connection.createStatement()) {
                    statement.addBatch("update document set title = 'hacked'");
                    statement.addBatch("update document set body = 'hacked'");
                    statement.executeBatch();
                }
            }
            default -> throw new IllegalArgumentException(attack.name());
        }
    }

    /** Returns the statement that reads the title of a tenant's document. */
    public static String select(Tenant tenant) {
        return "select title from document where id = '" + tenant.document() + "'";
    }

    /** Returns the native SQL of the attacks that are one statement. */
    public static String sql(Attack attack, Attempt attempt) {
        Tenant victim = attempt.victim();
        return switch (attack) {
            case NATIVE_SELECT, SUPERUSER_LOGIN, OUTSIDE_TRANSACTION_NATIVE, NO_TENANT_NATIVE -> select(victim);
            case NATIVE_UPDATE -> "update document set title = 'hacked'";
            case NATIVE_DELETE -> "delete from note";
            case NATIVE_INSERT ->
                "insert into tag (id, tenant_id, title, version) values (gen_random_uuid(), '" + victim.id()
                        + "', 'planted', 0)";
            case HISTORY_TABLE -> "select title from document_history";
            case NEW_TABLE -> "select title from new_table";
            case GRANTED_TABLE -> "select title from granted_table";
            case VIEW -> "select title from owner_view";
            case DEFINER_FUNCTION -> "select t from owner_titles() t";
            default -> throw new IllegalArgumentException(attack.name());
        };
    }

    /** Tells whether an attack is one native statement that reads. */
    public static boolean isNativeRead(Attack attack) {
        return switch (attack) {
            case NATIVE_SELECT,
                    SUPERUSER_LOGIN,
                    OUTSIDE_TRANSACTION_NATIVE,
                    NO_TENANT_NATIVE,
                    HISTORY_TABLE,
                    NEW_TABLE,
                    GRANTED_TABLE,
                    VIEW,
                    DEFINER_FUNCTION -> true;
            default -> false;
        };
    }

    /** Tells whether an attack is one native statement that writes. */
    public static boolean isNativeWrite(Attack attack) {
        return attack == Attack.NATIVE_UPDATE || attack == Attack.NATIVE_DELETE || attack == Attack.NATIVE_INSERT;
    }

    /** Tells whether an attack needs a connection. */
    public static boolean isOnConnection(Attack attack) {
        return attack == Attack.JDBC_CONNECTION
                || attack == Attack.COPY_OUT
                || attack == Attack.CALLABLE_STATEMENT
                || attack == Attack.JDBC_BATCH;
    }

    /** Runs one statement and sees all columns of all results. */
    public static void run(Connection connection, String sql, boolean rows, Attempt attempt) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean result = statement.execute(sql);
            while (rows && (result || statement.getUpdateCount() != -1)) {
                if (result) {
                    see(statement.getResultSet(), attempt);
                }
                result = statement.getMoreResults();
            }
        }
    }

    private static void see(ResultSet rows, Attempt attempt) throws SQLException {
        while (rows.next()) {
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                attempt.saw(rows.getString(column));
            }
        }
    }
}
