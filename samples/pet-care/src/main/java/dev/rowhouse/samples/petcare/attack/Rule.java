package dev.rowhouse.samples.petcare.attack;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantMismatchException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What keeps businesses apart. */
enum Rule {
    POLICY("Policy: rows of other businesses are not there"),
    WITH_CHECK("Policy, with check: a row has to be of the business that writes it"),
    NO_TENANT("Policy: no tenant in the transaction, so no statement"),
    SIGNATURE("Signed context: the database believes only what the application signed"),
    PRIVILEGE("Privilege: the application's role may not do that"),
    ROW_SECURITY("Row-level security cannot be switched off by the application's role"),
    FOREIGN_KEY("Foreign key with the tenant in it"),
    APPEND_ONLY("Privilege: the table is append-only for the application"),
    TENANT_FILTER("Hibernate's tenant filter, and the policy behind it"),
    HIBERNATE_ALONE("Hibernate's tenant filter alone"),
    AMBIGUOUS_TENANT("Tenant resolution: header and subdomain name different businesses (400)"),
    MISSING_TENANT("Rowhouse in Java: a session without a tenant reads no tenant's table"),
    MISMATCH("Rowhouse in Java: a transaction belongs to the tenant it began with"),
    STATEMENT_GUARD("Statement guard: no bulk delete of what is soft-deletable");

    private final String words;

    Rule(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** The rule that an exception tells of. */
    static Optional<Rule> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Rule rule = ofOne(cause);
            if (rule != null) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    private static @Nullable Rule ofOne(Throwable failure) {
        if (failure instanceof TenantMismatchException) {
            return MISMATCH;
        }
        if (failure instanceof MissingTenantException) {
            return MISSING_TENANT;
        }
        if (failure instanceof RowhouseException
                && String.valueOf(failure.getMessage()).contains("soft-deletable")) {
            return STATEMENT_GUARD;
        }
        return failure instanceof SQLException error ? ofSqlState(error) : null;
    }

    private static @Nullable Rule ofSqlState(SQLException error) {
        return switch (String.valueOf(error.getSQLState())) {
            case "RH001" -> NO_TENANT;
            case "RH004" -> SIGNATURE;
            case "23503" -> FOREIGN_KEY;
            case "42501" ->
                switch (routine(error)) {
                    case "ExecWithCheckOptions" -> WITH_CHECK;
                    case "check_enable_rls" -> ROW_SECURITY;
                    default -> PRIVILEGE;
                };
            default -> null;
        };
    }

    /** The part of the server that raised an error; its message depends on the language. */
    private static String routine(SQLException error) {
        ServerErrorMessage message = error instanceof PSQLException e ? e.getServerErrorMessage() : null;
        return message == null ? "" : Objects.requireNonNullElse(message.getRoutine(), "");
    }
}
