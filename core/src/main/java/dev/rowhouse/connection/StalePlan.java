package dev.rowhouse.connection;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Recognises that the server no longer takes what it has prepared: the result type of a cached plan changed with its
 * table, or the prepared statement is gone. The driver has noted it and prepares anew when the statement runs again.
 */
final class StalePlan {
    private static final String INVALID_STATEMENT_NAME = "26000";
    private static final String FEATURE_NOT_SUPPORTED = "0A000";

    /** Where PostgreSQL raises "cached plan must not change result type"; the text itself is translated. */
    private static final String ROUTINE = "RevalidateCachedQuery";

    private StalePlan() {}

    static boolean isCause(SQLException error) {
        if (INVALID_STATEMENT_NAME.equals(error.getSQLState())) {
            return true;
        }
        if (!FEATURE_NOT_SUPPORTED.equals(error.getSQLState()) || !(error instanceof PSQLException driverError)) {
            return false;
        }
        ServerErrorMessage server = driverError.getServerErrorMessage();
        return server != null && ROUTINE.equals(server.getRoutine());
    }
}
