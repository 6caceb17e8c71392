package dev.rowhouse.hibernate.internal.tables;

import dev.rowhouse.RowhouseException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hibernate.boot.Metadata;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the tables of a mapping keep tenants apart in the live database. What row-level security does not cover is a
 * leak that no test with one tenant finds.
 */
public final class TableCheck {
    /** The setting that says what becomes of findings. */
    public static final String SETTING = "rowhouse.hibernate.table_check";

    private static final Logger log = LoggerFactory.getLogger(TableCheck.class);

    private final Mode mode;

    /** What becomes of findings. */
    private enum Mode {
        REFUSE,
        WARN,
        OFF
    }

    private TableCheck(Mode mode) {
        this.mode = mode;
    }

    /**
     * Creates a check.
     *
     * @param setting {@code refuse}, {@code warn} or {@code off}
     * @return the check
     * @throws RowhouseException if the setting says anything else
     */
    public static TableCheck of(Object setting) {
        return new TableCheck(
                switch (String.valueOf(setting)) {
                    case "refuse" -> Mode.REFUSE;
                    case "warn" -> Mode.WARN;
                    case "off" -> Mode.OFF;
                    default ->
                        throw new RowhouseException("Building a session factory: " + SETTING + " is \"" + setting
                                + "\". Set it to refuse, warn or off.");
                });
    }

    /**
     * Checks the tables. The schema tools of Hibernate have run by now, if they do at all.
     *
     * @param metadata the mapping
     * @param factory the session factory
     * @param connections gives the connections of its sessions
     * @param softDeletable the names of the root entities with a soft delete
     * @throws RowhouseException if there are findings, and they are to be refused
     */
    public void run(
            Metadata metadata,
            SessionFactoryImplementor factory,
            MultiTenantConnectionProvider<?> connections,
            Set<String> softDeletable) {
        if (mode == Mode.OFF) {
            return;
        }
        MappedTables mapped = MappedTables.of(metadata, factory.getSqlStringGenerationContext(), softDeletable);
        List<String> findings = new ArrayList<>(mapped.problems());
        if (!mapped.tables().isEmpty()) {
            try (Connection connection = connections.getAnyConnection()) {
                LiveTables live = LiveTables.of(connection, mapped.tables());
                live.tables().forEach(table -> findings.addAll(TableFindings.of(table, live.role())));
            } catch (SQLException e) {
                findings.add("the database did not answer, so no table could be checked: let it run before Hibernate"
                        + " starts");
                tell(findings, e);
                return;
            }
        }
        if (!findings.isEmpty()) {
            tell(findings, null);
        }
    }

    private void tell(List<String> findings, @Nullable SQLException cause) {
        String found = "Checking the tables that are mapped: found " + findings.size()
                + (findings.size() == 1 ? " problem" : " problems") + ".\n - " + String.join(".\n - ", findings) + ".";
        if (mode == Mode.WARN) {
            log.warn(found, cause);
        } else {
            throw new RowhouseException(
                    found + "\nMend what is wrong. To start all the same and have it logged: " + SETTING + "=warn.",
                    cause);
        }
    }
}
