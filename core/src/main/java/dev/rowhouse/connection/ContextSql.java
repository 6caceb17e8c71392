package dev.rowhouse.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rowhouse.SigningKey;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the context is written to the database: one call a value, the values bound, because other sessions of the same
 * role can read the texts of queries. Immutable.
 */
final class ContextSql {
    /** Most values that a context binds. */
    static final int MAX_PARAMETERS = 2;

    private final @Nullable Signing signing;
    private final String tenantSetting;
    private final String tenantOnly;
    private final String tenantAndActor;

    /**
     * Creates the statements.
     *
     * @param function a function of (setting, value) that sets it for the transaction and returns the value, or null for
     *     PostgreSQL's {@code set_config}
     * @param signing signs tenant and actor, which then go together as the tenant's setting; or null to send them as they are
     */
    ContextSql(String tenantSetting, String actorSetting, @Nullable String function, @Nullable Signing signing) {
        this.signing = signing;
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

    boolean isSigned() {
        return signing != null;
    }

    /** How many values a context binds. */
    int parameters(TenantContext context) {
        return signing == null && context.actor().isPresent() ? 2 : 1;
    }

    String statement(int parameters) {
        return parameters == 2 ? tenantAndActor : tenantOnly;
    }

    /**
     * Binds the values from index 1 on.
     *
     * @param backend the process that serves the connection, or 0
     * @return the first value as it was bound, to compare the answer with
     */
    String bind(PreparedStatement statement, TenantContext context, int backend) throws SQLException {
        if (signing != null) {
            String signed = signing.sign(context, backend);
            statement.setString(1, signed);
            return signed;
        }
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
     * @param first the first value as it was bound
     * @return null if it is what was sent, else what to tell the caller
     */
    @Nullable
    TenantMismatchException compare(ResultSet sent, String first, TenantContext context) throws SQLException {
        if (!sent.next()) {
            return mismatch(context, "no row");
        }
        String found = sent.getString(1);
        if (!first.equals(found)) {
            return mismatch(
                    context,
                    found == null || found.isEmpty()
                            ? "no tenant"
                            : signing == null ? "tenant " + found : "the context of another transaction");
        }
        Optional<String> actor = context.actor();
        if (signing == null && actor.isPresent() && !actor.get().equals(sent.getString(2))) {
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

    /**
     * Signs contexts: {@code v1.<key>.<tenant>.<backend, or 0>.<expiry, in seconds>.<actor in hexadecimal, or ->.<HMAC-SHA256 of
     * all before, in hexadecimal>}.
     *
     * @param lifetime how long a context can begin transactions
     */
    record Signing(SigningKey key, Duration lifetime, Clock clock) {
        private static final HexFormat HEX = HexFormat.of();

        /**
         * Signs one.
         *
         * @param backend the process that serves the connection, to which the text is bound, or 0 to bind it to none
         */
        String sign(TenantContext context, int backend) {
            String claims = "v1." + key.id() + "." + context.tenantId() + "." + backend + "."
                    + (clock.instant().getEpochSecond() + lifetime.toSeconds()) + "."
                    + context.actor()
                            .map(actor -> HEX.formatHex(actor.getBytes(UTF_8)))
                            .orElse("-");
            return claims + "." + HEX.formatHex(key.sign(claims.getBytes(UTF_8)));
        }
    }
}
