package dev.rowhouse.connection;

import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the context is written to the database: one call a value, the values bound, because other sessions of the same
 * role can read the texts of queries. Immutable.
 */
final class ContextSql {
    /** Most values that a context binds. */
    static final int MAX_PARAMETERS = 2;

    private final String tenantSetting;
    private final String tenantOnly;
    private final String tenantAndActor;

    /**
     * Creates the statements.
     *
     * @param function a function of (setting, value) that sets it for the transaction and returns the value, or null for
     *     PostgreSQL's {@code set_config}
     */
    ContextSql(String tenantSetting, String actorSetting, @Nullable String function) {
        this.tenantSetting = tenantSetting;
        this.tenantOnly = "select " + call(tenantSetting, function);
        this.tenantAndActor = tenantOnly + ", " + call(actorSetting, function);
    }

    private static String call(String setting, @Nullable String function) {
        return function == null
                ? "pg_catalog.set_config('" + setting + "', ?, true)"
                : function + "('" + setting + "', ?)";
    }

    String tenantSetting() {
        return tenantSetting;
    }

    String statement(boolean withActor) {
        return withActor ? tenantAndActor : tenantOnly;
    }

    /**
     * Binds the values from index 1 on.
     *
     * @return the tenant as it was bound, to compare the answer with
     */
    String bind(PreparedStatement statement, TenantContext context) throws SQLException {
        String tenant = context.tenantId().toString();
        statement.setString(1, tenant);
        Optional<String> actor = context.actor();
        if (actor.isPresent()) {
            statement.setString(2, actor.get());
        }
        return tenant;
    }

    /**
     * Reads back what the database took.
     *
     * @param tenant the tenant as it was bound
     * @return null if it is what was sent, else what to tell the caller
     */
    @Nullable
    TenantMismatchException compare(ResultSet sent, String tenant, TenantContext context) throws SQLException {
        if (!sent.next()) {
            return mismatch(context, "no row");
        }
        String found = sent.getString(1);
        if (!tenant.equals(found)) {
            return mismatch(context, found == null || found.isEmpty() ? "no tenant" : "tenant " + found);
        }
        Optional<String> actor = context.actor();
        if (actor.isPresent() && !actor.get().equals(sent.getString(2))) {
            return mismatch(context, "another actor");
        }
        return null;
    }

    private TenantMismatchException mismatch(TenantContext context, String found) {
        return new TenantMismatchException("Sending " + context + " to the database as " + tenantSetting
                + ": the database answered with " + found
                + ". The connection was closed and its transaction is lost. Behind PgBouncer before 1.21 in transaction"
                + " mode set prepareThreshold=0 in the JDBC URL; behind another pooler check that it keeps a transaction"
                + " on one server connection.");
    }
}
