package dev.rowhouse.samples.quickstart;

import static java.util.Objects.requireNonNullElse;

import dev.rowhouse.TenantMismatchException;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What keeps businesses apart. */
enum Rule {
    POLICY("policy, using"),
    WITH_CHECK("policy, with check"),
    NO_TENANT("policy, no tenant"),
    ROW_SECURITY("row security stays on"),
    PRIVILEGE("privilege"),
    FOREIGN_KEY("foreign key with tenant"),
    UNIQUE_KEY("unique key with tenant"),
    MISMATCH("Rowhouse in Java");

    private final String words;

    Rule(String words) {
        this.words = words;
    }

    /** Returns the rule in words. */
    String words() {
        return words;
    }

    /** Returns the rule that an exception tells of. */
    static Optional<Rule> of(Exception failure) {
        if (failure instanceof TenantMismatchException) {
            return Optional.of(MISMATCH);
        }
        if (failure instanceof SQLException error && error.getSQLState() != null) {
            return switch (error.getSQLState()) {
                case "RH001" -> Optional.of(NO_TENANT);
                case "23503" -> Optional.of(FOREIGN_KEY);
                case "0A000" -> Optional.of(ROW_SECURITY).filter(rule -> "DoCopy".equals(routine(error)));
                case "42501" -> Optional.of(insufficientPrivilege(error));
                default -> Optional.empty();
            };
        }
        return Optional.empty();
    }

    /** One SQLState, three reasons. The text of the message depends on the server's language, the routine does not. */
    private static Rule insufficientPrivilege(SQLException error) {
        return switch (routine(error)) {
            case "ExecWithCheckOptions" -> WITH_CHECK;
            case "check_enable_rls" -> ROW_SECURITY;
            default -> PRIVILEGE;
        };
    }

    /** Returns the part of the server that raised the error. */
    private static String routine(SQLException error) {
        ServerErrorMessage message = error instanceof PSQLException e ? e.getServerErrorMessage() : null;
        return message == null ? "" : requireNonNullElse(message.getRoutine(), "");
    }
}
