package dev.rowhouse.hibernate.internal.tables;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.SharedTable;
import jakarta.persistence.Entity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.binder.internal.TenantIdBinder;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.FilterConfiguration;
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
        List<RootClass> roots = new ArrayList<>();
        for (PersistentClass entity : metadata.getEntityBindings()) {
            if (entity instanceof RootClass root) {
                roots.add(root);
                Column column = tenantColumn(root);
                if (column != null) {
                    tenantColumns.add(stored(column));
                }
            }
        }
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
            boolean isUnion = tenantColumn(subclass.getTable(), null) != null;
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
        Column ofRoot = tenantColumn(root);
        Column mapped = tenantColumn(table, ofRoot);
        Column known = mapped == null ? ofRoot : mapped;
        String column = known == null ? TENANT_COLUMN : stored(known);
        String type = ofRoot == null ? "uuid" : ofRoot.getSqlType(metadata);
        Identifier schema = names.schemaWithDefault(table.getSchemaIdentifier());
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
                        mapped != null,
                        type,
                        "select rowhouse.protect_table('" + argument.replace("'", "''") + "'" + tenantOption + options
                                + ")"));
    }

    private static boolean hasTenant(RootClass root) {
        return tenantFilter(root) != null;
    }

    private static @Nullable FilterConfiguration tenantFilter(RootClass root) {
        for (FilterConfiguration filter : root.getFilters()) {
            if (filter.getName().equals(TenantIdBinder.FILTER_NAME)) {
                return filter;
            }
        }
        return null;
    }

    /** The column of the attribute with {@code @TenantId}, which names it in the condition of its filter. */
    private static @Nullable Column tenantColumn(RootClass root) {
        FilterConfiguration filter = tenantFilter(root);
        if (filter != null) {
            for (Column column : root.getTable().getColumns()) {
                if (filter.getCondition().equals(column.getName() + " = :" + TenantIdBinder.PARAMETER_NAME)) {
                    return column;
                }
            }
        }
        return null;
    }

    /** The column of a table that is the tenant, if the mapping has it: named as that of the root, if this has one. */
    private @Nullable Column tenantColumn(Table table, @Nullable Column ofRoot) {
        for (Column column : table.getColumns()) {
            if (ofRoot == null ? isTenantColumn(column) : stored(ofRoot).equals(stored(column))) {
                return column;
            }
        }
        return null;
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
