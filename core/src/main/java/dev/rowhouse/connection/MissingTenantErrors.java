package dev.rowhouse.connection;

import dev.rowhouse.TenantContext;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Recognises the database's errors that mean "no tenant" and says what to do about them. */
final class MissingTenantErrors {
    /** Raised by {@code rowhouse.current_tenant_id()}. */
    private static final String NO_TENANT = "RH001";

    /** undefined_object: the setting was never set in this session. */
    private static final String UNKNOWN_SETTING = "42704";

    /** invalid_text_representation: the setting was set once, its transaction is over and it is now empty. */
    private static final String INVALID_TEXT = "22P02";

    /** insufficient_privilege: row-level security, or a privilege that was not granted. */
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** The message names another custom setting where the data source sends one that no policy reads. */
    private static final Pattern CUSTOM_SETTING = Pattern.compile("unrecognized configuration parameter \"[^\"]*\\.");

    private MissingTenantErrors() {}

    /**
     * Explains an error.
     *
     * @param context for whom the transaction runs
     * @return an error with the same SQLState that says what to do and has the database's as its cause, or the error as
     *     it is if it means something else
     */
    static SQLException explain(SQLException error, @Nullable TenantContext context, ContextSql contextSql) {
        if (!meansNoTenant(error, contextSql.tenantSetting())) {
            return error;
        }
        String message = "Running a statement for " + (context == null ? "no tenant" : context.toString())
                + ": the database found no tenant in its context (" + error.getMessage() + "). "
                + (context == null
                        ? "Put the work inside TenantContext.of(tenantId).run(...)."
                        : "The policy seems to read another setting than " + contextSql.tenantSetting()
                                + ", which this data source sends: name the right one with"
                                + " TenantDataSource.builder(pool).tenantSetting(...).");
        if (error instanceof BatchUpdateException batch) {
            return withNext(
                    new BatchUpdateException(
                            message, batch.getSQLState(), batch.getErrorCode(), batch.getLargeUpdateCounts(), batch),
                    error);
        }
        return withNext(new SQLException(message, error.getSQLState(), error.getErrorCode(), error), error);
    }

    /**
     * Whether an error says that what was asked for is not allowed, for want of a tenant, of a policy that fits or of a privilege.
     *
     * @param error as it was explained
     */
    static boolean isRefusal(SQLException error) {
        String state = error.getSQLState();
        return INSUFFICIENT_PRIVILEGE.equals(state) || (state != null && state.startsWith("RH"));
    }

    private static SQLException withNext(SQLException explained, SQLException error) {
        SQLException next = error.getNextException();
        if (next != null) {
            explained.setNextException(next);
        }
        return explained;
    }

    private static boolean meansNoTenant(SQLException error, String tenantSetting) {
        String state = error.getSQLState();
        String message = error.getMessage();
        if (state == null || message == null) {
            return false;
        }
        return switch (state) {
            case NO_TENANT -> true;
            case UNKNOWN_SETTING ->
                message.contains(tenantSetting)
                        || CUSTOM_SETTING.matcher(message).find();
            case INVALID_TEXT -> message.contains("uuid") && message.contains("\"\"");
            default -> false;
        };
    }
}
