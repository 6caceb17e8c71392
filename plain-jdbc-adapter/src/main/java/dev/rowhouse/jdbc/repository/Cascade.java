package dev.rowhouse.jdbc.repository;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.jdbc.mapping.ValueType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What hangs on the rows of a table, along foreign keys that carry the tenant, and the statements that soft-delete, restore
 * and purge it as one group. Each is a single statement: it collects the keys of the group first, so that any shape of
 * references will do, circles too. Immutable.
 */
final class Cascade {
    private static final String FOREIGN_KEYS = """
            select
              con.conname,
              array_position(t.oids, con.conrelid) as child,
              array_position(t.oids, con.confrelid) as parent,
              (select array_agg(quote_ident(a.attname) order by k.position)
                from unnest(con.conkey) with ordinality as k (attnum, position)
                join pg_attribute as a on a.attrelid = con.conrelid and a.attnum = k.attnum) as child_columns,
              (select array_agg(quote_ident(a.attname) order by k.position)
                from unnest(con.confkey) with ordinality as k (attnum, position)
                join pg_attribute as a on a.attrelid = con.confrelid and a.attnum = k.attnum) as parent_columns,
              (select array_agg(format_type(a.atttypid, -1) order by k.position)
                from unnest(con.conkey) with ordinality as k (attnum, position)
                join pg_attribute as a on a.attrelid = con.conrelid and a.attnum = k.attnum) as types
            from (
              select array_agg(to_regclass(n.name)::oid order by n.position) as oids
              from unnest(?) with ordinality as n (name, position)) as t
            join pg_constraint as con on con.conrelid = any (case when ? then t.oids else t.oids[2:] end) and con.confrelid = any (t.oids)
            where con.contype = 'f'
            and con.conparentid = 0
            order by parent, child, con.conname""";

    private static final String TABLES = """
            select
              n.name,
              case when c.oid is not null then format('%I.%I', s.nspname, c.relname) end as table_name,
              exists (select from pg_attribute as a where a.attrelid = c.oid and a.attname = 'deleted_at') as soft_deletes,
              exists (select from pg_attribute as a where a.attrelid = c.oid and a.attname = 'deleted_by') as notes_who,
              exists (select from pg_attribute as a where a.attrelid = c.oid and a.attname = 'version') as has_version
            from unnest(?) with ordinality as n (name, position)
            left join pg_class as c on c.oid = to_regclass(n.name)
            left join pg_namespace as s on s.oid = c.relnamespace
            order by n.position""";

    /** A table of the group; the first is the root. */
    private record Member(String name, boolean notesWho, boolean hasVersion) {}

    /** A foreign key between two members: which column refers to which, beside the tenant's. */
    private record Reference(int parent, int child, String childColumn, String parentColumn, String type) {}

    /** What a parameter of a statement is. */
    enum Parameter {
        TENANT,
        ID,
        ACTOR,
        SECONDS
    }

    /** A statement and its parameters in their order. */
    record Statement(String sql, List<Parameter> parameters) {
        void bind(
                PreparedStatement statement,
                UUID tenant,
                @Nullable String actor,
                ValueType idType,
                @Nullable Object id,
                double seconds)
                throws SQLException {
            int index = 1;
            for (Parameter parameter : parameters) {
                switch (parameter) {
                    case TENANT -> statement.setObject(index, tenant);
                    case ID -> idType.bind(statement, index, id);
                    case ACTOR -> statement.setString(index, actor);
                    case SECONDS -> statement.setDouble(index, seconds);
                }
                index++;
            }
        }
    }

    private final String tenant;
    private final EntityTable<?> root;
    private final List<Member> members;
    private final List<Reference> references;
    private final Statement softDelete;
    private final Statement restore;
    private final Statement purge;

    private Cascade(EntityTable<?> root, List<Member> members, List<Reference> references) {
        this.tenant = root.tenant();
        this.root = root;
        this.members = members;
        this.references = references;
        this.softDelete = softDeleteStatement();
        this.restore = restoreStatement();
        this.purge = purgeStatement();
    }

    /** One that takes nothing along. */
    static Cascade none(EntityTable<?> root) {
        return new Cascade(root, List.of(member(root)), List.of());
    }

    private static Member member(EntityTable<?> root) {
        return new Member(root.name(), root.isNotingWhoDeleted(), root.versionColumn() != null);
    }

    /** Reads the foreign keys between a table and those that hang on it. */
    static Cascade read(TenantJdbc jdbc, EntityTable<?> root, List<String> tables) {
        return jdbc.withConnection(
                "Looking up what hangs on table " + root.name(),
                FOREIGN_KEYS,
                connection -> read(connection, root, tables));
    }

    private static Cascade read(Connection connection, EntityTable<?> root, List<String> tables) throws SQLException {
        List<Member> members = new ArrayList<>();
        members.add(member(root));
        List<String> findings = new ArrayList<>();
        members.addAll(members(connection, tables, findings));
        refuse(root, findings);
        boolean toItself = members.subList(1, members.size()).removeIf(member -> member.name.equals(root.name()));
        List<Reference> references = references(connection, root, members, toItself, findings);
        if (toItself && references.stream().noneMatch(reference -> reference.child == 0)) {
            findings.add("no foreign key leads from table " + root.name() + " to another table of the cascade");
        }
        findUnreachable(members, references, root, findings);
        findSeveralKeys(members, references, root, findings);
        refuse(root, findings);
        return new Cascade(root, List.copyOf(members), List.copyOf(references));
    }

    private static List<Member> members(Connection connection, List<String> tables, List<String> findings)
            throws SQLException {
        List<Member> members = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setArray(1, connection.createArrayOf("text", tables.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String name = rows.getString("table_name");
                    if (name == null) {
                        findings.add("there is no table " + rows.getString("name"));
                    } else if (!rows.getBoolean("soft_deletes")) {
                        findings.add("table " + name + " has no column deleted_at");
                    } else {
                        members.add(new Member(name, rows.getBoolean("notes_who"), rows.getBoolean("has_version")));
                    }
                }
            }
        }
        return members;
    }

    private static List<Reference> references(
            Connection connection, EntityTable<?> root, List<Member> members, boolean toItself, List<String> findings)
            throws SQLException {
        List<Reference> references = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(FOREIGN_KEYS)) {
            Object[] names = members.stream().map(Member::name).toArray();
            statement.setArray(1, connection.createArrayOf("text", names));
            statement.setBoolean(2, toItself);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String name = rows.getString("conname");
                    int child = rows.getInt("child") - 1;
                    String[] childColumns =
                            (String[]) rows.getArray("child_columns").getArray();
                    String[] parentColumns =
                            (String[]) rows.getArray("parent_columns").getArray();
                    String[] types = (String[]) rows.getArray("types").getArray();
                    int at = beside(root.tenant(), childColumns, parentColumns);
                    if (at < 0) {
                        findings.add("foreign key " + name + " of table "
                                + members.get(child).name() + " is not on " + root.tenant() + " and one more column");
                    } else {
                        references.add(new Reference(
                                rows.getInt("parent") - 1, child, childColumns[at], parentColumns[at], types[at]));
                    }
                }
            }
        }
        return references;
    }

    /** The position of the column beside the tenant's, or -1. */
    private static int beside(String tenant, String[] childColumns, String[] parentColumns) {
        if (childColumns.length != 2) {
            return -1;
        }
        for (int i = 0; i < 2; i++) {
            if (childColumns[i].equals(tenant) && parentColumns[i].equals(tenant)) {
                return 1 - i;
            }
        }
        return -1;
    }

    private static void findUnreachable(
            List<Member> members, List<Reference> references, EntityTable<?> root, List<String> findings) {
        Set<Integer> reached = new HashSet<>(Set.of(0));
        for (int i = 0; i < members.size(); i++) {
            for (Reference reference : references) {
                if (reached.contains(reference.parent)) {
                    reached.add(reference.child);
                }
            }
        }
        for (int i = 1; i < members.size(); i++) {
            if (!reached.contains(i)) {
                findings.add("no foreign key leads from table " + members.get(i).name + " to " + root.name()
                        + " or another table of the cascade");
            }
        }
    }

    private static void findSeveralKeys(
            List<Member> members, List<Reference> references, EntityTable<?> root, List<String> findings) {
        for (int i = 0; i < members.size(); i++) {
            int member = i;
            Set<String> keys = references.stream()
                    .filter(reference -> reference.parent == member)
                    .map(Reference::parentColumn)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (keys.size() > 1
                    || (i == 0 && !keys.isEmpty() && !keys.contains(root.id().identifier()))) {
                findings.add("foreign keys refer to " + keys + " of table " + members.get(i).name + ", and all should"
                        + " refer to its id");
            }
        }
    }

    private static void refuse(EntityTable<?> root, List<String> findings) {
        if (!findings.isEmpty()) {
            throw new RowhouseException("Cascading from table " + root.name() + ": " + String.join("; ", findings)
                    + ". Name in cascade(...) tables that soft-delete and refer to it, or to one another, by foreign keys on "
                    + root.tenant() + " and one more column.");
        }
    }

    // ---- statements

    Statement softDelete() {
        return softDelete;
    }

    Statement restore() {
        return restore;
    }

    /** Returns two counts: of the rows of the root, and of all. */
    Statement purge() {
        return purge;
    }

    private Statement softDeleteStatement() {
        Text text = new Text();
        text.add("with recursive root as materialized (\n  select t."
                        + root.id().identifier() + " as id, clock_timestamp() as at")
                .add("\n  from " + root.name() + " as t\n  where ")
                .tenant("t")
                .add("\n  and t." + root.id().identifier() + " = ")
                .parameter(Parameter.ID, root.id().type())
                .add("\n  and t.deleted_at is null\n)");
        collect(text, "t.deleted_at is null");
        change(text, "t.deleted_at is null", true);
        return text.statement();
    }

    private Statement restoreStatement() {
        Text text = new Text();
        text.add("with recursive root as materialized (\n  select t."
                        + root.id().identifier() + " as id, t.deleted_at as at")
                .add("\n  from " + root.name() + " as t\n  where ")
                .tenant("t")
                .add("\n  and t." + root.id().identifier() + " = ")
                .parameter(Parameter.ID, root.id().type())
                .add("\n  and t.deleted_at is not null\n)");
        collect(text, "t.deleted_at = m.at");
        change(text, "t.deleted_at = m.at", false);
        return text.statement();
    }

    private Statement purgeStatement() {
        Text text = new Text();
        text.add("with recursive past as materialized (\n  select clock_timestamp() - make_interval(secs => ")
                .parameter(Parameter.SECONDS, "float8")
                .add(") as at\n),\nroot as materialized (\n  select t."
                        + root.id().identifier() + " as id, p.at")
                .add("\n  from " + root.name() + " as t\n  cross join past as p\n  where ")
                .tenant("t")
                .add("\n  and t.deleted_at <= p.at\n  limit " + JdbcTenantRepository.PURGE_BATCH)
                .add("\n  for update of t skip locked\n)");
        collect(text, "t.deleted_at <= m.at");
        text.add(",\ngone_root as (\n  delete from " + root.name() + " as t\n  using root as r\n  where ")
                .tenant("t")
                .add("\n  and t." + root.id().identifier() + " = r.id\n  returning 1\n)");
        StringBuilder all = new StringBuilder("(select count(*) from gone_root)");
        for (int i = 0; i < references.size(); i++) {
            Reference reference = references.get(i);
            text.add(",\ngone_" + i + " as (\n  delete from " + members.get(reference.child).name
                    + " as t\n  using member as m\n  where ");
            hangsOn(text, reference);
            text.add("\n  and t.deleted_at <= m.at\n  returning 1\n)");
            all.append("\n  + (select count(*) from gone_").append(i).append(")");
        }
        return text.add("\nselect\n  (select count(*) from gone_root),\n  " + all)
                .statement();
    }

    /** The rows on which others hang, by member and key: the root, and what hangs on it. */
    private void collect(Text text, String condition) {
        if (references.isEmpty()) {
            return;
        }
        text.add(",\nmember (nr, key, at) as (\n  select 0, r.id::text, r.at\n  from root as r");
        List<Reference> onward = references.stream()
                .filter(reference -> keyOf(reference.child) != null)
                .toList();
        if (!onward.isEmpty()) {
            text.add("\n  union\n  select n.nr, n.key, m.at\n  from member as m\n  cross join lateral (");
            String separator = "";
            for (Reference reference : onward) {
                text.add(separator + "\n    select " + reference.child + " as nr, t." + keyOf(reference.child)
                        + "::text as key" + "\n    from " + members.get(reference.child).name + " as t\n    where ");
                hangsOn(text, reference);
                text.add("\n    and " + condition);
                separator = "\n    union all";
            }
            text.add("\n  ) as n");
        }
        text.add("\n)");
    }

    private @Nullable String keyOf(int member) {
        for (Reference reference : references) {
            if (reference.parent == member) {
                return reference.parentColumn;
            }
        }
        return null;
    }

    /** That row t refers to member m. A key is cast only where it is one of the right table. */
    private void hangsOn(Text text, Reference reference) {
        text.tenant("t")
                .add("\n  and t." + reference.childColumn + " = case when m.nr = " + reference.parent + " then m.key::"
                        + reference.type + " end\n  and m.nr = " + reference.parent);
    }

    private void change(Text text, String condition, boolean deleting) {
        text.add(",\nchanged_root as (\n  update " + root.name() + " as t\n  set ");
        assign(text, members.get(0), deleting);
        text.add("\n  from root as m\n  where ")
                .tenant("t")
                .add("\n  and t." + root.id().identifier() + " = m.id\n  and " + condition + "\n  returning 1\n)");
        for (int i = 0; i < references.size(); i++) {
            Reference reference = references.get(i);
            text.add(",\nchanged_" + i + " as (\n  update " + members.get(reference.child).name + " as t\n  set ");
            assign(text, members.get(reference.child), deleting);
            text.add("\n  from member as m\n  where ");
            hangsOn(text, reference);
            text.add("\n  and " + condition + "\n  returning 1\n)");
        }
        text.add("\nselect count(*)\nfrom changed_root");
    }

    private static void assign(Text text, Member member, boolean deleting) {
        text.add("deleted_at = " + (deleting ? "m.at" : "null"));
        if (member.notesWho) {
            text.add(", deleted_by = ");
            if (deleting) {
                text.parameter(Parameter.ACTOR, "text");
            } else {
                text.add("null");
            }
        }
        if (member.hasVersion) {
            text.add(", version = t.version + 1");
        }
    }

    /** A statement that is being written. */
    private final class Text {
        private final StringBuilder sql = new StringBuilder();
        private final List<Parameter> parameters = new ArrayList<>();

        Text add(String part) {
            sql.append(part);
            return this;
        }

        Text parameter(Parameter parameter, String type) {
            sql.append("?::").append(type);
            parameters.add(parameter);
            return this;
        }

        Text tenant(String row) {
            sql.append(row).append('.').append(tenant).append(" = ");
            return parameter(Parameter.TENANT, "uuid");
        }

        Statement statement() {
            return new Statement(sql.toString(), List.copyOf(parameters));
        }
    }
}
