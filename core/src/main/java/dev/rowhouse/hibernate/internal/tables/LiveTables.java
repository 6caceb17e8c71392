package dev.rowhouse.hibernate.internal.tables;

import dev.rowhouse.hibernate.internal.tables.LiveTable.Command;
import dev.rowhouse.hibernate.internal.tables.LiveTable.Policy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks the catalogs for mapped tables, all in one query, one row for each policy of each table. */
final class LiveTables {
    /** Names go through the type {@code name}, which cuts them as PostgreSQL did when the table was created. */
    private static final String QUERY = """
            select
              m.position,
              current_user as role_name,
              c.oid::regclass::text as table_name,
              c.relkind::text,
              coalesce(
                (
                  select o.option_value::boolean
                  from pg_options_to_table(c.reloptions) as o
                  where o.option_name = 'security_invoker'),
                false) as is_invokers_view,
              c.relrowsecurity,
              c.relforcerowsecurity,
              coalesce(pg_has_role(c.relowner, 'USAGE'), false) as is_owned,
              format_type(a.atttypid, a.atttypmod) as tenant_type,
              coalesce(
                wanted.oid in (t.oid, t.typbasetype) or (wanted.typcategory = 'S' and t.typcategory = 'S'),
                false) as is_tenant_type_right,
              has_any_column_privilege(c.oid, 'SELECT') as can_select,
              has_any_column_privilege(c.oid, 'INSERT') as can_insert,
              has_any_column_privilege(c.oid, 'UPDATE') as can_update,
              has_table_privilege(c.oid, 'DELETE') as can_delete,
              p.polname,
              p.polcmd::text,
              p.polpermissive,
              pg_get_expr(p.polqual, p.polrelid) as using_text,
              pg_get_expr(p.polwithcheck, p.polrelid) as check_text
            from unnest(?, ?, ?, ?) with ordinality as m (schema_name, table_name, tenant_column, tenant_type, position)
            left join lateral (
              select r.*
              from pg_class as r
              join pg_namespace as n on n.oid = r.relnamespace
              where r.relname = m.table_name::name
                and r.relkind in ('r', 'p', 'v', 'm', 'f')
                and has_schema_privilege(n.oid, 'USAGE')
                and case
                  when m.schema_name is null then pg_table_is_visible(r.oid)
                  else n.nspname = m.schema_name::name
                end
            ) as c on true
            left join pg_attribute as a
              on a.attrelid = c.oid
              and a.attname = m.tenant_column::name
              and a.attnum > 0
              and not a.attisdropped
            left join pg_type as t on t.oid = a.atttypid
            left join pg_type as wanted on wanted.oid = to_regtype(m.tenant_type)
            left join pg_policy as p
              on p.polrelid = c.oid
              and exists (
                select
                from unnest(p.polroles) as r (oid)
                where case when r.oid = 0 then true else pg_has_role(r.oid, 'USAGE') end)
            order by m.position, p.polname
            """;

    private final List<LiveTable> tables;
    private final String role;

    private LiveTables(List<LiveTable> tables, String role) {
        this.tables = tables;
        this.role = role;
    }

    List<LiveTable> tables() {
        return List.copyOf(tables);
    }

    /** The role that asked. */
    String role() {
        return role;
    }

    /** Asks for tables, of which there is at least one. */
    static LiveTables of(Connection connection, List<MappedTable> mapped) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            List<Function<MappedTable, @Nullable String>> arguments =
                    List.of(MappedTable::schema, MappedTable::name, MappedTable::tenantColumn, MappedTable::tenantType);
            for (int i = 0; i < arguments.size(); i++) {
                Object[] values = mapped.stream().map(arguments.get(i)).toArray();
                statement.setArray(i + 1, connection.createArrayOf("text", values));
            }
            try (ResultSet rows = statement.executeQuery()) {
                return read(rows, mapped);
            }
        }
    }

    private static LiveTables read(ResultSet rows, List<MappedTable> mapped) throws SQLException {
        List<LiveTable> tables = new ArrayList<>();
        List<Policy> policies = new ArrayList<>();
        String role = "";
        while (rows.next()) {
            role = rows.getString("role_name");
            int position = rows.getInt("position") - 1;
            if (position == tables.size()) {
                policies = new ArrayList<>();
                tables.add(table(rows, mapped.get(position), policies));
            }
            if (rows.getString("polname") != null) {
                policies.add(new Policy(
                        rows.getString("polname"),
                        rows.getString("polcmd"),
                        rows.getBoolean("polpermissive"),
                        rows.getString("using_text"),
                        rows.getString("check_text")));
            }
        }
        return new LiveTables(tables, role);
    }

    private static LiveTable table(ResultSet row, MappedTable mapped, List<Policy> policies) throws SQLException {
        String name = row.getString("table_name");
        return new LiveTable(
                mapped,
                name,
                name == null ? "" : row.getString("relkind"),
                row.getBoolean("is_invokers_view"),
                row.getBoolean("relrowsecurity"),
                row.getBoolean("relforcerowsecurity"),
                row.getBoolean("is_owned"),
                row.getString("tenant_type"),
                row.getBoolean("is_tenant_type_right"),
                commands(row),
                policies);
    }

    private static Set<Command> commands(ResultSet row) throws SQLException {
        Set<Command> commands = EnumSet.noneOf(Command.class);
        for (Command command : Command.values()) {
            if (row.getBoolean("can_" + command.word())) {
                commands.add(command);
            }
        }
        return commands;
    }
}
