package dev.rowhouse.hibernate.internal.tables;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A mapped table as the database has it, seen by the role that Hibernate works as.
 *
 * @param mapped the table in the mapping
 * @param name how the role would write its name, or null if the role finds no such table
 * @param kind as {@code pg_class.relkind} has it
 * @param isInvokersView whether it is a view that reads with the rights of the role
 * @param isSecured whether row-level security is enabled
 * @param isForced whether it binds the owner too
 * @param isOwned whether the role owns the table, or may do what the owner may
 * @param tenantType the type of the tenant's column, or null if there is no such column
 * @param isTenantTypeRight whether that is the type that the mapping wants
 * @param commands what the role may do with rows
 * @param policies those that apply to the role
 */
record LiveTable(
        MappedTable mapped,
        @Nullable String name,
        String kind,
        boolean isInvokersView,
        boolean isSecured,
        boolean isForced,
        boolean isOwned,
        @Nullable String tenantType,
        boolean isTenantTypeRight,
        Set<Command> commands,
        List<Policy> policies) {

    /** What may be done with rows. */
    enum Command {
        SELECT("r"),
        INSERT("a"),
        UPDATE("w"),
        DELETE("d");

        private final String code;

        Command(String code) {
            this.code = code;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A policy.
     *
     * @param name its name
     * @param command as {@code pg_policy.polcmd} has it
     * @param isPermissive whether it lets rows through; others take away from what is let through
     * @param using what rows must satisfy to be seen
     * @param check what rows must satisfy to be written, or null for the same
     */
    record Policy(
            String name,
            String command,
            boolean isPermissive,
            @Nullable String using,
            @Nullable String check) {

        boolean isFor(Command asked) {
            return command.equals("*") || command.equals(asked.code);
        }

        /** What stands between a command and the rows. */
        List<String> conditions(Command asked) {
            String written = check == null ? using : check;
            return switch (asked) {
                case SELECT, DELETE -> present(using);
                case INSERT -> present(written);
                case UPDATE ->
                    Stream.concat(present(using).stream(), present(written).stream())
                            .distinct()
                            .toList();
            };
        }

        private static List<String> present(@Nullable String condition) {
            return condition == null ? List.of() : List.of(condition);
        }
    }
}
