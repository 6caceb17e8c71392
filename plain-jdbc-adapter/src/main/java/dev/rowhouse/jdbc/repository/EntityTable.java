package dev.rowhouse.jdbc.repository;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.jdbc.mapping.Mappings;
import dev.rowhouse.jdbc.mapping.RecordMapping;
import dev.rowhouse.jdbc.mapping.ValueType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table of an entity as the catalog describes it: which columns the entity has, and what each is for. Immutable.
 *
 * @param <T> the entity
 */
final class EntityTable<T> {
    static final String DELETED_AT = "deleted_at";
    static final String DELETED_BY = "deleted_by";
    static final String VERSION = "version";

    /** What the database keeps, so that a statement that saves leaves it alone. */
    private static final Set<String> KEPT =
            Set.of("created_at", "created_by", "updated_at", "updated_by", DELETED_AT, DELETED_BY);

    private static final String COLUMNS = """
            select
              format('%I.%I', n.nspname, c.relname) as table_name,
              c.relkind = 'p' as partitioned,
              a.attname as column_name,
              quote_ident(a.attname) as identifier,
              format_type(a.atttypid, -1) as type_name,
              a.attnotnull as not_null,
              a.attgenerated <> '' or a.attidentity = 'a' as generated,
              a.atthasdef or a.attidentity <> '' as has_default,
              exists (
                select
                from pg_index as i
                where i.indrelid = c.oid
                and i.indisunique
                and i.indisvalid
                and i.indimmediate
                and i.indpred is null
                and i.indnatts = 2
                and (
                  select count(*)
                  from pg_attribute as k
                  where k.attrelid = c.oid
                  and k.attnum = any (i.indkey)
                  and k.attname = any (?)) = 2) as has_key
            from pg_class as c
            join pg_namespace as n on n.oid = c.relnamespace
            join pg_attribute as a on a.attrelid = c.oid
            where c.oid = to_regclass(?)
            and c.relkind in ('r', 'p', 'f', 'v')
            and a.attnum > 0
            and not a.attisdropped
            order by a.attnum""";

    /** One column of the table. */
    private record CatalogColumn(
            String name, String identifier, String type, boolean notNull, boolean generated, boolean hasDefault) {}

    /** A column that the entity has a component for. */
    static final class Column<T> {
        private final RecordMapping.ColumnValue<T> value;
        private final ValueType valueType;
        private final String identifier;
        private final String type;
        private final boolean nullable;

        private Column(RecordMapping.ColumnValue<T> value, CatalogColumn column) {
            this.value = value;
            this.valueType = value.valueType().isArray() && (column.type.equals("jsonb") || column.type.equals("json"))
                    ? value.jsonType()
                    : value.valueType();
            this.identifier = column.identifier;
            this.type = column.type;
            this.nullable = !column.notNull;
        }

        RecordMapping.ColumnValue<T> value() {
            return value;
        }

        ValueType valueType() {
            return valueType;
        }

        /** Binds the value of an entity. */
        void bind(PreparedStatement statement, int index, T entity) throws SQLException {
            valueType.bind(statement, index, value.of(entity));
        }

        /** The attribute's name: that of the component. */
        String attribute() {
            return value.component();
        }

        /** The column's name, quoted where need be. */
        String identifier() {
            return identifier;
        }

        /** The column's type, without what limits it. */
        String type() {
            return type;
        }

        boolean isNullable() {
            return nullable;
        }

        /** A parameter for one value. The server finds out the type where none is bound. */
        String parameter() {
            return "?::" + type;
        }

        /** A parameter for the values of many rows. */
        String arrayParameter() {
            return valueType().isArray() ? "?::text[]" : "?::" + type + "[]";
        }

        /** What {@link #arrayParameter} gives for one row. */
        String fromArray(String element) {
            return valueType().isArray() ? element + "::" + type : element;
        }
    }

    private final RecordMapping<T> mapping;
    private final String name;
    private final boolean partitioned;
    private final String tenant;
    private final Map<String, Column<T>> attributes = new LinkedHashMap<>();
    private final @Nullable Column<T> id;
    private final @Nullable Column<T> tenantAttribute;
    private final @Nullable Column<T> version;
    private final @Nullable String versionColumn;
    private final List<Column<T>> written = new ArrayList<>();
    private final boolean softDeleting;
    private final boolean notingWhoDeleted;
    private final boolean idAlwaysGenerated;

    private EntityTable(
            RecordMapping<T> mapping,
            Options options,
            String name,
            boolean partitioned,
            boolean hasKey,
            List<CatalogColumn> columns) {
        this.mapping = mapping;
        this.name = name;
        this.partitioned = partitioned;
        Map<String, CatalogColumn> byName = new LinkedHashMap<>();
        columns.forEach(column -> byName.put(column.name, column));
        Map<String, Column<T>> byColumn = select(columns);
        List<String> findings = new ArrayList<>();
        findMissing(findings);

        CatalogColumn tenantColumn = byName.get(options.tenantColumn());
        if (tenantColumn == null) {
            findings.add("the table has no column " + options.tenantColumn()
                    + " for the tenant; name it with tenantColumn(...)");
        }
        this.tenant = tenantColumn == null ? options.tenantColumn() : tenantColumn.identifier;
        this.tenantAttribute = byColumn.get(options.tenantColumn());
        if (tenantAttribute != null && tenantAttribute.value().javaType() != java.util.UUID.class) {
            findings.add("component " + tenantAttribute.attribute() + " holds the tenant and is no UUID");
        }
        Column<T> key = attributes.get(options.idAttribute());
        if (options.isInsertOnly()) {
            // whatever the key is, nothing is looked up by it
        } else if (key == null) {
            findings.add("the entity has no component " + options.idAttribute()
                    + " with a column for the id; name it with idAttribute(...)");
        } else if (options.idType() != null && key.value().javaType() != options.idType()) {
            findings.add("component " + key.attribute() + " is a "
                    + key.value().javaType().getName() + ", and ids are to be "
                    + options.idType().getName());
        }
        this.version = byColumn.get(VERSION);
        this.versionColumn = byName.containsKey(VERSION) ? byName.get(VERSION).identifier : null;
        if (!options.isInsertOnly()) {
            findWrongVersion(findings);
        }
        this.softDeleting = byName.containsKey(DELETED_AT);
        this.notingWhoDeleted = byName.containsKey(DELETED_BY);
        for (Column<T> column : byColumn.values()) {
            CatalogColumn catalog = byName.get(column.value().column());
            if (column != key
                    && column != tenantAttribute
                    && column != version
                    && (catalog == null || !(catalog.generated || KEPT.contains(catalog.name)))) {
                written.add(column);
            }
        }
        findUnwritten(columns, byColumn, findings);
        CatalogColumn idColumn = key == null ? null : byName.get(key.value().column());
        this.idAlwaysGenerated = idColumn != null && idColumn.generated;
        if (version == null && !hasKey && !idAlwaysGenerated && !options.isInsertOnly()) {
            findings.add("the entity has no component version, and the table no unique key on " + options.tenantColumn()
                    + " and " + options.idAttribute()
                    + " alone, so that nothing tells new rows from old ones; add a version, or the key");
        }
        if (!findings.isEmpty()) {
            throw new IllegalArgumentException("Mapping " + mapping.type().getName() + " to table " + name + ": "
                    + String.join("; ", findings) + ". The table has the columns " + byName.keySet()
                    + "; the components want " + mapping.columns() + ".");
        }
        this.id = key;
    }

    /** How an application wants a table to be used. */
    record Options(
            String table, String idAttribute, @Nullable Class<?> idType, String tenantColumn) {
        /** Whether rows are inserted and never looked up. */
        boolean isInsertOnly() {
            return idType == null;
        }
    }

    /** Reads the catalog. */
    static <T> EntityTable<T> read(TenantJdbc jdbc, Class<T> type, Options options) {
        RecordMapping<T> mapping = new Mappings(jdbc.json().orElse(null)).of(type);
        String tried = "Looking up table " + options.table();
        RecordMapping.ColumnValue<T> id = mapping.value(options.idAttribute());
        String idColumn = id == null ? options.idAttribute() : id.column();
        return jdbc.withConnection(tried, COLUMNS, connection -> read(connection, mapping, options, idColumn));
    }

    private static <T> EntityTable<T> read(
            Connection connection, RecordMapping<T> mapping, Options options, String idColumn) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setArray(1, connection.createArrayOf("text", new String[] {options.tenantColumn(), idColumn}));
            statement.setString(2, options.table());
            try (ResultSet rows = statement.executeQuery()) {
                String name = null;
                boolean partitioned = false;
                boolean hasKey = false;
                List<CatalogColumn> columns = new ArrayList<>();
                while (rows.next()) {
                    name = rows.getString("table_name");
                    partitioned = rows.getBoolean("partitioned");
                    hasKey = rows.getBoolean("has_key");
                    columns.add(new CatalogColumn(
                            rows.getString("column_name"),
                            rows.getString("identifier"),
                            rows.getString("type_name"),
                            rows.getBoolean("not_null"),
                            rows.getBoolean("generated"),
                            rows.getBoolean("has_default")));
                }
                if (name == null) {
                    throw new RowhouseException("Looking up table " + options.table() + " for "
                            + mapping.type().getName()
                            + ": there is none of that name on the search path. Name it with table(...), as in SQL and"
                            + " with its schema where need be, and look whether migrations have run.");
                }
                return new EntityTable<>(mapping, options, name, partitioned, hasKey, columns);
            }
        }
    }

    private Map<String, Column<T>> select(List<CatalogColumn> columns) {
        Map<String, Column<T>> byColumn = new LinkedHashMap<>();
        for (CatalogColumn column : columns) {
            RecordMapping.ColumnValue<T> value = mapping.value(column.name);
            if (value != null) {
                Column<T> selected = new Column<>(value, column);
                attributes.put(value.component(), selected);
                byColumn.put(column.name, selected);
            }
        }
        return byColumn;
    }

    private void findMissing(List<String> findings) {
        for (String column : mapping.columns()) {
            RecordMapping.ColumnValue<T> value = mapping.value(column);
            if (value != null && !attributes.containsKey(value.component()) && !isInsideJson(value.component())) {
                findings.add("component " + value.component() + " has no column " + column);
            }
        }
    }

    private boolean isInsideJson(String component) {
        return attributes.values().stream()
                .anyMatch(column -> column.value().isJson() && component.startsWith(column.attribute() + "."));
    }

    private void findWrongVersion(List<String> findings) {
        if (version == null) {
            return;
        }
        Class<?> type = version.value().javaType();
        if (type != Long.class && type != Integer.class && type != Short.class) {
            findings.add("component version is a " + type.getName() + "; make it a Long");
        } else if (version.value().isPrimitive()) {
            findings.add(
                    "component version cannot be null, so that nothing tells new entities from old ones; make it a "
                            + type.getSimpleName());
        }
    }

    /** What an insert would leave empty although it must not be. */
    private void findUnwritten(List<CatalogColumn> columns, Map<String, Column<T>> byColumn, List<String> findings) {
        for (CatalogColumn column : columns) {
            if (column.notNull
                    && !column.hasDefault
                    && !column.generated
                    && !byColumn.containsKey(column.name)
                    && !column.identifier.equals(tenant)
                    && !column.name.equals(VERSION)
                    && !KEPT.contains(column.name)) {
                findings.add("column " + column.name + " must not be null, has no default and no component");
            }
        }
    }

    // ---- what statements are made of

    RecordMapping<T> mapping() {
        return mapping;
    }

    /** The table's name, with its schema, quoted where need be. */
    String name() {
        return name;
    }

    /** The tenant column's name, quoted where need be. */
    String tenant() {
        return tenant;
    }

    Column<T> id() {
        return requireNonNull(id, "id");
    }

    /** The id, if the entity has one. */
    @Nullable
    Column<T> idIfAny() {
        return id;
    }

    @Nullable
    Column<T> tenantAttribute() {
        return tenantAttribute;
    }

    /** The version, if the entity has one. */
    @Nullable
    Column<T> version() {
        return version;
    }

    /** The name of the version column, which the table may have even if the entity has no version. */
    @Nullable
    String versionColumn() {
        return versionColumn;
    }

    /** The columns that saving writes, but for id, tenant and version. */
    List<Column<T>> written() {
        return written;
    }

    boolean isSoftDeleting() {
        return softDeleting;
    }

    boolean isNotingWhoDeleted() {
        return notingWhoDeleted;
    }

    boolean isIdAlwaysGenerated() {
        return idAlwaysGenerated;
    }

    /** Whether partitions may be pruned by the tenant. */
    boolean isPartitioned() {
        return partitioned;
    }

    /** The list of what the entity consists of, of the row {@code t}. */
    String selectList() {
        return attributes.values().stream()
                .map(column -> "t." + column.identifier())
                .collect(Collectors.joining(", "));
    }

    /**
     * Finds an attribute.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    Column<T> attribute(String tried, String attribute) {
        Column<T> column = attributes.get(attribute);
        if (column == null) {
            throw new IllegalArgumentException(tried + " " + name + " by attribute \"" + attribute + "\": "
                    + mapping.type().getSimpleName() + " has no such attribute. It has " + attributes.keySet() + ".");
        }
        return column;
    }
}
