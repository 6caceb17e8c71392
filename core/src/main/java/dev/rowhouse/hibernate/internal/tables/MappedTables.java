package dev.rowhouse.hibernate.internal.tables;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.SharedTable;
import jakarta.persistence.Entity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.binder.internal.TenantIdBinder;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Join;
import org.hibernate.mapping.ManyToOne;
import org.hibernate.mapping.OneToMany;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.RootClass;
import org.hibernate.mapping.Table;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a mapping that hold rows of tenants: of entities, of their secondary tables, collections and links, and of what
 * Hibernate keeps of their history. Entities that are neither a tenant's nor shared are named apart.
 */
final class MappedTables {
    /** The name of the convention, where no mapping says another. */
    private static final String TENANT_COLUMN = "tenant_id";

    private final Metadata metadata;
    private final SqlStringGenerationContext names;
    private final Set<String> softDeletable;
    private final Set<String> tenantColumns = new TreeSet<>();
    private final Map<String, MappedTable> tables = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private MappedTables(Metadata metadata, SqlStringGenerationContext names, Set<String> softDeletable) {
        this.metadata = metadata;
        this.names = names;
        this.softDeletable = softDeletable;
    }

    static MappedTables of(Metadata metadata, SqlStringGenerationContext names, Set<String> softDeletable) {
        MappedTables found = new MappedTables(metadata, names, softDeletable);
        found.collect();
        return found;
    }

    List<MappedTable> tables() {
        return List.copyOf(tables.values());
    }

    /** What is wrong already without a look at the database. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    private void collect() {
        List<RootClass> roots = metadata.getEntityBindings().stream()
                .filter(RootClass.class::isInstance)
                .map(RootClass.class::cast)
                .toList();
        roots.forEach(root -> tenantColumn(root).ifPresent(column -> tenantColumns.add(stored(column))));
        for (RootClass root : roots) {
            collect(root);
        }
        for (org.hibernate.mapping.Collection collection : metadata.getCollectionBindings()) {
            collect(collection);
        }
    }

    private void collect(RootClass root) {
        boolean hasTenant = hasTenant(root);
        boolean isShared = isShared(root);
        if (hasTenant && isShared) {
            problems.add(
                    "entity " + root.getEntityName() + " has a @TenantId and is a @SharedTable: leave one of them");
        } else if (!hasTenant && !isShared && isOfTheApplication(root)) {
            problems.add("entity " + root.getEntityName()
                    + " has no @TenantId: extend TenantEntity or add the attribute, or, if everybody may see its rows, say"
                    + " @SharedTable(reason = \"…\")");
        } else if (!isShared) {
            add(root);
        }
    }

    private void add(RootClass root) {
        String entity = "entity " + root.getEntityName();
        boolean isWhole = softDeletable.contains(root.getEntityName());
        String others = isOfTheApplication(root) ? "" : ", audit => false";
        add(root.getTable(), root, entity, isWhole ? ", soft_delete => true" : others);
        add(root.getAuxiliaryTable(), root, "the history of " + entity, ", audit => false");
        List<PersistentClass> hierarchy = new ArrayList<>(root.getSubclasses());
        for (PersistentClass subclass : hierarchy) {
            String use = "entity " + subclass.getEntityName();
            boolean isUnion = subclass.getTable().getColumns().stream().anyMatch(this::isTenantColumn);
            String options = !isUnion ? ", audit => false" : isWhole ? ", soft_delete => true" : "";
            add(subclass.getTable(), root, use, options);
            add(subclass.getAuxiliaryTable(), root, "the history of " + use, ", audit => false");
        }
        hierarchy.add(root);
        for (PersistentClass each : hierarchy) {
            for (Join join : each.getJoins()) {
                add(join.getTable(), root, "entity " + each.getEntityName(), ", audit => false");
                add(join.getAuxiliaryTable(), root, "the history of " + each.getEntityName(), ", audit => false");
            }
        }
    }

    private void collect(org.hibernate.mapping.Collection collection) {
        RootClass owner = collection.getOwner().getRootClass();
        RootClass element = element(collection);
        RootClass tenant = hasTenant(owner) || element == null ? owner : element;
        if (isShared(tenant) || (!hasTenant(tenant) && isOfTheApplication(tenant))) {
            return;
        }
        if (!collection.isOneToMany()) {
            add(collection.getCollectionTable(), tenant, "collection " + collection.getRole(), ", audit => false");
        }
        add(
                collection.getAuxiliaryTable(),
                tenant,
                "the history of collection " + collection.getRole(),
                ", audit => false");
    }

    private @Nullable RootClass element(org.hibernate.mapping.Collection collection) {
        String name = collection.getElement() instanceof OneToMany many
                ? many.getReferencedEntityName()
                : collection.getElement() instanceof ManyToOne one ? one.getReferencedEntityName() : null;
        PersistentClass found = name == null ? null : metadata.getEntityBinding(name);
        return found == null ? null : found.getRootClass();
    }

    private void add(@Nullable Table table, RootClass root, String use, String options) {
        if (table == null || !table.isPhysicalTable()) {
            return;
        }
        Identifier schema = names.schemaWithDefault(table.getSchemaIdentifier());
        Optional<Column> mapped = table.getColumns().stream()
                .filter(column -> tenantColumn(root)
                        .map(MappedTables::stored)
                        .map(stored(column)::equals)
                        .orElseGet(() -> isTenantColumn(column)))
                .findFirst();
        String column =
                mapped.or(() -> tenantColumn(root)).map(MappedTables::stored).orElse(TENANT_COLUMN);
        String type = tenantColumn(root).map(each -> each.getSqlType(metadata)).orElse("uuid");
        String schemaName = schema == null ? null : stored(schema);
        String name = stored(table.getNameIdentifier());
        String argument = (schemaName == null ? "" : quoted(schemaName) + ".") + quoted(name);
        String tenantOption = column.equals(TENANT_COLUMN) ? "" : ", tenant_column => '" + column + "'";
        tables.putIfAbsent(
                argument,
                new MappedTable(
                        schemaName,
                        name,
                        use,
                        column,
                        mapped.isPresent(),
                        type,
                        "select rowhouse.protect_table('" + argument.replace("'", "''") + "'" + tenantOption + options
                                + ")"));
    }

    private static boolean hasTenant(RootClass root) {
        return root.getFilters().stream().anyMatch(filter -> filter.getName().equals(TenantIdBinder.FILTER_NAME));
    }

    /** The column of the attribute with {@code @TenantId}, which names it in the condition of its filter. */
    private static Optional<Column> tenantColumn(RootClass root) {
        return root.getFilters().stream()
                .filter(filter -> filter.getName().equals(TenantIdBinder.FILTER_NAME))
                .flatMap(filter -> columns(root).stream()
                        .filter(column -> filter.getCondition()
                                .equals(column.getName() + " = :" + TenantIdBinder.PARAMETER_NAME)))
                .findFirst();
    }

    private static Collection<Column> columns(RootClass root) {
        return root.getTable().getColumns();
    }

    /** Whether a table whose entity says nothing of a tenant has the column of one. */
    private boolean isTenantColumn(Column column) {
        String name = stored(column);
        return tenantColumns.contains(name) || (tenantColumns.isEmpty() && name.equals(TENANT_COLUMN));
    }

    private static boolean isShared(RootClass root) {
        for (Class<?> type = root.getMappedClass(); type != null; type = type.getSuperclass()) {
            if (type.isAnnotationPresent(Entity.class) && type.isAnnotationPresent(SharedTable.class)) {
                return true;
            }
        }
        return false;
    }

    /** Whether somebody wrote the entity who can annotate it; Envers and others add entities of their own. */
    private static boolean isOfTheApplication(RootClass root) {
        return root.getClassName() != null && !root.getClassName().startsWith("org.hibernate.");
    }

    private static String stored(Column column) {
        return column.isQuoted() ? column.getName() : column.getName().toLowerCase(Locale.ROOT);
    }

    private static String stored(Identifier identifier) {
        String text = requireNonNull(identifier.getText());
        return identifier.isQuoted() ? text : text.toLowerCase(Locale.ROOT);
    }

    private static String quoted(String name) {
        return name.matches("[a-z_][a-z0-9_$]*") ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
