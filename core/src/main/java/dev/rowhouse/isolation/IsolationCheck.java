package dev.rowhouse.isolation;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether row-level security binds a role at all. A {@link dev.rowhouse.connection.TenantDataSource} asks once, with its first connection, and by default refuses
 * to work where the answer is no, because PostgreSQL says nothing then: it shows all rows.
 *
 * <p>Found are
 *
 * <ul>
 *   <li>a role that is a superuser or has BYPASSRLS, or that may become one which does ({@code set role}, {@code reset role});
 *   <li>tables with a tenant column that the role may read or write although row-level security is off, or not forced on
 *       their owner;
 *   <li>materialized views and foreign tables with a tenant column, which cannot have row-level security.
 * </ul>
 *
 * <p>It reads the catalogs in one statement of a few milliseconds. What a policy says is not looked at, and neither are tables
 * that come later: {@code rowhouse.guard_new_tables} closes those.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class IsolationCheck {
    private static final Logger log = LoggerFactory.getLogger(IsolationCheck.class);

    /** Kinds of findings and what they were found on. Roles that the login may become count, because SQL can do that. */
    private static final String FINDINGS = """
            with login as (
              select oid, rolname
              from pg_roles
              where rolname in (current_user, session_user)
            ),
            exempt as (
              select r.rolname, case when r.rolsuper then 'superuser' else 'bypass' end as kind
              from pg_roles as r
              where (r.rolsuper or r.rolbypassrls)
              and exists (
                select
                from login as l
                where l.oid = r.oid
                or (
                  pg_has_role(l.oid, r.oid, 'member')
                  and not (select bool_or(s.rolsuper) from pg_roles as s join login using (oid))))
            ),
            reachable as (
              select c.oid, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relowner
              from pg_class as c
              join pg_namespace as n on n.oid = c.relnamespace
              where c.relkind in ('r', 'p', 'm', 'f')
              and c.relpersistence <> 't'
              and n.nspname !~ '^pg_'
              and n.nspname <> 'information_schema'
              and exists (
                select
                from pg_attribute as a
                where a.attrelid = c.oid
                and a.attname = any (?)
                and a.attnum > 0
                and not a.attisdropped)
              and not exists (
                select
                from unnest(?) as excepted (name)
                where to_regclass(excepted.name) = c.oid)
              and has_schema_privilege(n.oid, 'usage')
              and (
                has_table_privilege(c.oid, 'select, insert, update, delete, truncate')
                or has_any_column_privilege(c.oid, 'select, insert, update'))
            )
            select
              case when exists (select from login as l where l.rolname = e.rolname) then e.kind else 'becomes ' || e.kind end,
              quote_ident(e.rolname)
            from exempt as e
            union all
            select
              case
                when r.relkind = 'm' then 'materialized view'
                when r.relkind = 'f' then 'foreign table'
                when not r.relrowsecurity then 'open'
                else 'not forced'
              end,
              r.oid::regclass::text
            from reachable as r
            where r.relkind in ('m', 'f')
            or not r.relrowsecurity
            or (not r.relforcerowsecurity and pg_has_role(r.relowner, 'usage'))
            order by 1, 2""";

    private enum Consequence {
        REFUSE,
        WARN,
        NONE
    }

    private final Consequence consequence;
    private final List<String> tenantColumns;
    private final List<String> exceptions;

    private IsolationCheck(Consequence consequence, List<String> tenantColumns, List<String> exceptions) {
        this.consequence = consequence;
        this.tenantColumns = tenantColumns;
        this.exceptions = exceptions;
    }

    /**
     * Refuses connections as long as something is found, with {@link IsolationCheckException}. The default.
     *
     * @return the check, for columns called {@code tenant_id}
     */
    public static IsolationCheck refuse() {
        return new IsolationCheck(Consequence.REFUSE, List.of("tenant_id"), List.of());
    }

    /**
     * Logs a warning with everything that is found. For applications on their way to row-level security.
     *
     * @return the check, for columns called {@code tenant_id}
     */
    public static IsolationCheck warn() {
        return new IsolationCheck(Consequence.WARN, List.of("tenant_id"), List.of());
    }

    /**
     * Looks at nothing.
     *
     * @return the check that is none
     */
    public static IsolationCheck off() {
        return new IsolationCheck(Consequence.NONE, List.of(), List.of());
    }

    /**
     * Names the columns that make a table one of tenants. Default: {@code tenant_id}.
     *
     * @param names names of columns, without quotes
     * @return a check that looks for them instead
     */
    public IsolationCheck tenantColumns(String... names) {
        return new IsolationCheck(consequence, List.of(names), exceptions);
    }

    /**
     * Leaves tables out, on purpose: such as one that tells which tenants a user belongs to, and is read before a tenant is
     * known.
     *
     * @param tables as in SQL, with a schema and quotes where need be
     * @return a check that leaves them out too
     */
    public IsolationCheck except(String... tables) {
        List<String> all = new ArrayList<>(exceptions);
        all.addAll(List.of(tables));
        return new IsolationCheck(consequence, tenantColumns, List.copyOf(all));
    }

    /**
     * Looks, whatever the consequence would be.
     *
     * @param connection a connection as the role in question, with a tenant or without
     * @return what was found and what to do, one sentence or two each; empty if row-level security binds the role
     * @throws SQLException if the catalogs cannot be read
     */
    public List<String> findings(Connection connection) throws SQLException {
        requireNonNull(connection, "connection");
        List<String> findings = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(FINDINGS)) {
            statement.setArray(1, connection.createArrayOf("text", tenantColumns.toArray()));
            statement.setArray(2, connection.createArrayOf("text", exceptions.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    findings.add(sentence(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return List.copyOf(findings);
    }

    /**
     * Looks, and draws the consequence. A transaction that this begins is ended.
     *
     * @param connection a connection as the role in question, outside a transaction
     * @throws IsolationCheckException if something was found and is to be refused
     * @throws SQLException if the catalogs cannot be read
     */
    public void check(Connection connection) throws SQLException {
        if (consequence == Consequence.NONE) {
            return;
        }
        List<String> findings = findings(connection);
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
        if (findings.isEmpty()) {
            return;
        }
        IsolationCheckException found = new IsolationCheckException(findings);
        if (consequence == Consequence.REFUSE) {
            throw found;
        }
        log.warn("{}", found.getMessage());
    }

    private static String sentence(String kind, String name) {
        return switch (kind) {
            case "superuser" ->
                "the login is " + name
                        + ", a superuser, and policies do not bind superusers: let the application log in as an"
                        + " ordinary role";
            case "bypass" ->
                "the login is " + name + ", which has BYPASSRLS: alter role " + name
                        + " nobypassrls, or let the application log in as another role";
            case "becomes superuser" ->
                "the login may become " + name + ", a superuser: revoke " + name
                        + " from it, or let the application log in as another role";
            case "becomes bypass" ->
                "the login may become " + name + ", which has BYPASSRLS: revoke " + name
                        + " from it, or let the application log in as another role";
            case "open" ->
                "table " + name + " shows all tenants: select rowhouse.protect_table('" + name.replace("'", "''")
                        + "'), or, if that is meant, except it";
            case "not forced" ->
                "table " + name + " belongs to the login and shows it all tenants: alter table " + name
                        + " force row level security, and let another role own it";
            default ->
                kind + " " + name + " shows all tenants, and cannot have row-level security: revoke all on " + name
                        + " from the login, or, if that is meant, except it";
        };
    }
}
