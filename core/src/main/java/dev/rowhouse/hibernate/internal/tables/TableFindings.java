package dev.rowhouse.hibernate.internal.tables;

import dev.rowhouse.hibernate.internal.tables.LiveTable.Command;
import dev.rowhouse.hibernate.internal.tables.LiveTable.Policy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of one table would let a tenant reach other tenants' rows, or keep it from its own. */
final class TableFindings {
    private final LiveTable table;
    private final String role;
    private final List<String> found = new ArrayList<>();

    private TableFindings(LiveTable table, String role) {
        this.table = table;
        this.role = role;
    }

    static List<String> of(LiveTable table, String role) {
        TableFindings findings = new TableFindings(table, role);
        findings.look();
        return findings.found;
    }

    private void look() {
        MappedTable mapped = table.mapped();
        if (table.name() == null) {
            String name = mapped.schema() == null ? mapped.name() : mapped.schema() + "." + mapped.name();
            found.add("table " + name + " of " + mapped.use() + " is not to be found"
                    + (mapped.schema() == null ? " on the search path of role " : " by role ") + role
                    + ": let the migrations run before Hibernate starts");
            return;
        }
        lookAtTenant();
        switch (table.kind()) {
            case "v" -> lookAtView();
            case "m" -> add("is a materialized view, which can have no row-level security: map a table or a view");
            case "f" -> add("is a foreign table, which can have no row-level security: map a table of this database");
            default -> lookAtSecurity();
        }
    }

    private void add(String finding) {
        found.add("table " + table.name() + " of " + table.mapped().use() + " " + finding);
    }

    private void lookAtTenant() {
        MappedTable mapped = table.mapped();
        String column = mapped.tenantColumn();
        if (table.tenantType() == null) {
            if (mapped.isTenantMapped()) {
                add("has no column " + column + ", which the mapping takes for the tenant: "
                        + "name the right one in @Column, or " + mapped.protection());
            }
        } else if (!table.isTenantTypeRight()) {
            add("has the tenant in column " + column + " of type " + table.tenantType() + ", where the mapping has "
                    + mapped.tenantType() + ": alter table " + table.name() + " alter column " + column + " type "
                    + mapped.tenantType() + " using " + column + "::" + mapped.tenantType());
        }
    }

    private void lookAtView() {
        if (!table.isInvokersView()) {
            add("is a view that reads with the rights of its owner, for whom other policies may hold: alter view "
                    + table.name() + " set (security_invoker = true)");
        }
    }

    private void lookAtSecurity() {
        String protection = table.mapped().protection();
        if (!table.isSecured()) {
            add("has no row-level security, so that each tenant sees the rows of all: " + protection);
            return;
        }
        if (table.isOwned() && !table.isForced()) {
            add("belongs to role " + role + ", which its row-level security does not bind: connect as a role that owns"
                    + " nothing, and " + protection);
            return;
        }
        if (!table.commands().contains(Command.SELECT)) {
            add("may not be read by role " + role + ": " + protection + " grants that");
        }
        Map<String, Set<Command>> open = new TreeMap<>();
        Set<Command> closed = EnumSet.noneOf(Command.class);
        for (Command command : table.commands()) {
            List<Policy> permissive = policies(command, true);
            if (permissive.isEmpty()) {
                closed.add(command);
            } else if (policies(command, false).stream().noneMatch(policy -> restricts(policy, command))) {
                permissive.stream()
                        .filter(policy -> !restricts(policy, command))
                        .forEach(policy -> open.computeIfAbsent(policy.name(), name -> EnumSet.noneOf(Command.class))
                                .add(command));
            }
        }
        if (!closed.isEmpty()) {
            add("has no policy that lets role " + role + " " + words(closed, " and ")
                    + " rows, so that there seem to be none: " + protection);
        }
        open.forEach((policy, commands) -> add("has the policy " + policy + ", which lets role " + role + " "
                + words(commands, ", ") + " rows of other tenants too: drop it, or let it be restrictive"));
    }

    private List<Policy> policies(Command command, boolean permissive) {
        return table.policies().stream()
                .filter(policy -> policy.isPermissive() == permissive && policy.isFor(command))
                .filter(policy -> !policy.conditions(command).isEmpty())
                .toList();
    }

    /** A table that has no tenant of its own may go by another's rows. */
    private boolean restricts(Policy policy, Command command) {
        Stream<PolicyCondition> conditions = policy.conditions(command).stream().map(PolicyCondition::new);
        return table.tenantType() == null
                ? conditions.noneMatch(PolicyCondition::isConstant)
                : conditions.allMatch(
                        condition -> condition.restricts(table.mapped().tenantColumn()));
    }

    private static String words(Set<Command> commands, String between) {
        return commands.stream().map(Command::word).collect(Collectors.joining(between));
    }
}
