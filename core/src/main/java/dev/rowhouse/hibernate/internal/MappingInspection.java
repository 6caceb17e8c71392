package dev.rowhouse.hibernate.internal;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.hibernate.internal.mutation.TenantStateManagement;
import dev.rowhouse.hibernate.internal.plan.TenantOfSession;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.binder.internal.TenantIdBinder;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.jdbc.spi.JdbcServices;
import org.hibernate.engine.spi.FilterDefinition;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.Join;
import org.hibernate.mapping.ManyToOne;
import org.hibernate.mapping.OneToMany;
import org.hibernate.mapping.OneToOne;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.RootClass;
import org.hibernate.mapping.Selectable;
import org.hibernate.mapping.Subclass;
import org.hibernate.mapping.Table;
import org.hibernate.mapping.Value;
import org.jspecify.annotations.Nullable;

/** Looks at a whole mapping before the session factory is built, and refuses it with all that is wrong at once. */
final class MappingInspection {
    private static final Set<Class<?>> VERSIONS =
            Set.of(long.class, Long.class, int.class, Integer.class, short.class, Short.class);

    private final MetadataImplementor metadata;
    private final Dialect dialect;
    private final List<String> problems = new ArrayList<>();
    private final Map<RootClass, Marks> softDeletable = new HashMap<>();

    private MappingInspection(MetadataImplementor metadata) {
        this.metadata = metadata;
        this.dialect = metadata.getMetadataBuildingOptions()
                .getServiceRegistry()
                .requireService(JdbcServices.class)
                .getDialect();
    }

    /** The attributes of one hierarchy. */
    private record Marks(Marked deletedAt, @Nullable Marked deletedBy) {}

    /** An attribute with its path from the entity. */
    private record Marked(String path, Property property) {
        Column column() {
            return (Column) property.getSelectables().get(0);
        }
    }

    static MappingInspection of(MetadataImplementor metadata, boolean onTenantDataSource) {
        MappingInspection inspection = new MappingInspection(metadata);
        inspection.inspect(onTenantDataSource);
        return inspection;
    }

    private void inspect(boolean onTenantDataSource) {
        if (!onTenantDataSource) {
            problems.add("there are soft-deletable entities, but the data source is no TenantDataSource: give it as "
                    + "jakarta.persistence.nonJtaDataSource");
        }
        inspectTenant();
        for (PersistentClass entity : metadata.getEntityBindings()) {
            if (entity instanceof RootClass root) {
                inspectRoot(root);
            } else {
                inspectSubclass(entity);
            }
        }
        softDeletable.keySet().forEach(this::inspectWhatHangsOn);
        if (!problems.isEmpty()) {
            throw new RowhouseException("Building a session factory: found " + problems.size()
                    + (problems.size() == 1 ? " problem" : " problems") + " in the mapping.\n - "
                    + String.join(".\n - ", problems) + ".");
        }
    }

    private void inspectTenant() {
        FilterDefinition tenant = metadata.getFilterDefinition(TenantIdBinder.FILTER_NAME);
        if (tenant != null) {
            Class<?> type = requireNonNull(tenant.getParameterJdbcMapping(TenantIdBinder.PARAMETER_NAME))
                    .getJavaTypeDescriptor()
                    .getJavaTypeClass();
            if (type != UUID.class) {
                problems.add("@TenantId attributes are of type " + type.getName()
                        + ": make them UUID, as the tenant of TenantContext is");
            }
        }
    }

    private void inspectSubclass(PersistentClass entity) {
        for (Property property : entity.getDeclaredProperties()) {
            if (!marked("", List.of(property), SoftDeleteBinders.DELETED_AT).isEmpty()
                    || !marked("", List.of(property), SoftDeleteBinders.DELETED_BY)
                            .isEmpty()) {
                problems.add(entity.getEntityName() + "." + property.getName()
                        + " is marked for the soft delete below the root of its hierarchy: put @DeletedAt and @DeletedBy on "
                        + entity.getRootClass().getEntityName());
            }
        }
    }

    private void inspectRoot(RootClass root) {
        List<Marked> deletedAt = marked("", root.getProperties(), SoftDeleteBinders.DELETED_AT);
        List<Marked> deletedBy = marked("", root.getProperties(), SoftDeleteBinders.DELETED_BY);
        String name = root.getEntityName();
        if (deletedAt.isEmpty()) {
            if (!deletedBy.isEmpty()) {
                problems.add(name + " has @DeletedBy without @DeletedAt: add it");
            }
            return;
        }
        int before = problems.size();
        if (deletedAt.size() > 1 || deletedBy.size() > 1) {
            problems.add(name + " has more than one @DeletedAt or @DeletedBy: leave one of each");
        }
        deletedAt.forEach(each -> inspectColumn(root, each, "@DeletedAt", Set.of(Instant.class, OffsetDateTime.class)));
        deletedBy.forEach(each -> inspectColumn(root, each, "@DeletedBy", Set.of(String.class)));
        inspectVersion(root);
        inspectOtherMechanisms(root);
        if (problems.size() == before) {
            softDeletable.put(root, new Marks(deletedAt.get(0), deletedBy.isEmpty() ? null : deletedBy.get(0)));
        }
    }

    private void inspectColumn(RootClass root, Marked marked, String annotation, Set<Class<?>> types) {
        String where = root.getEntityName() + "." + marked.path() + " with " + annotation;
        List<Selectable> columns = marked.property().getSelectables();
        if (columns.size() != 1 || !(columns.get(0) instanceof Column)) {
            problems.add(where + " is not one column: map it to a column of its own");
        } else if (!types.contains(marked.property().getType().getReturnedClass())) {
            problems.add(where + " is a "
                    + marked.property().getType().getReturnedClass().getName() + ": make it "
                    + String.join(
                            " or ",
                            types.stream().map(Class::getSimpleName).sorted().toList()));
        } else if (!marked.property().getValue().getTable().equals(root.getTable())) {
            problems.add(where + " is in the secondary table "
                    + marked.property().getValue().getTable().getName() + ": move it to "
                    + root.getTable().getName());
        }
    }

    private void inspectVersion(RootClass root) {
        Property version = root.getVersion();
        if (version == null) {
            problems.add(
                    root.getEntityName() + " is soft-deletable and has no version, so that merging an instance of a"
                            + " deleted row would insert it once more: add a @Version of type long");
        } else if (!VERSIONS.contains(version.getType().getReturnedClass())) {
            problems.add(root.getEntityName() + "." + version.getName() + " with @Version is a "
                    + version.getType().getReturnedClass().getName() + ": make it long, int or short");
        }
    }

    private void inspectOtherMechanisms(RootClass root) {
        if (root.getStateManagementType() != null) {
            problems.add(root.getEntityName() + " has @DeletedAt beside @SoftDelete, @Audited or @Temporal ("
                    + root.getStateManagementType().getSimpleName() + "): leave one of them");
        }
        for (PersistentClass entity : hierarchy(root)) {
            if (entity.getCustomSQLDelete() != null) {
                problems.add(entity.getEntityName() + " has @DeletedAt beside @SQLDelete: remove @SQLDelete");
            }
        }
    }

    /** What is deleted with a soft-deletable entity must come back with it. */
    private void inspectWhatHangsOn(RootClass root) {
        for (PersistentClass entity : hierarchy(root)) {
            for (Property property : entity.getDeclaredProperties()) {
                PersistentClass target = target(property.getValue());
                if (target == null || softDeletable.containsKey(target.getRootClass())) {
                    inspectDeleteByDatabase(entity, property);
                } else if (cascadesRemove(property)) {
                    problems.add(entity.getEntityName() + "." + property.getName()
                            + " cascades the removal to " + target.getEntityName()
                            + ", whose rows would be gone for good and missing after a restore: give that entity"
                            + " @DeletedAt, or do not cascade REMOVE");
                }
            }
        }
    }

    private void inspectDeleteByDatabase(PersistentClass entity, Property property) {
        if (property.getValue() instanceof Collection collection
                && collection.getKey().isCascadeDeleteEnabled()) {
            problems.add(entity.getEntityName() + "." + property.getName()
                    + " leaves the removal to the database by @OnDelete, which sees no soft delete: remove @OnDelete");
        }
    }

    static boolean cascadesRemove(Property property) {
        String cascade =
                property.getCascade() == null ? "" : property.getCascade().toLowerCase(Locale.ROOT);
        return List.of(cascade.split("[, ]+")).stream()
                .anyMatch(each -> Set.of("all", "remove", "delete", "delete-orphan", "all-delete-orphan")
                        .contains(each));
    }

    private @Nullable PersistentClass target(Value value) {
        if (value instanceof Collection collection) {
            return target(collection.getElement());
        }
        if (value instanceof OneToMany oneToMany) {
            return oneToMany.getAssociatedClass();
        }
        if (value instanceof ManyToOne toOne) {
            return metadata.getEntityBinding(toOne.getReferencedEntityName());
        }
        return value instanceof OneToOne toOne ? metadata.getEntityBinding(toOne.getReferencedEntityName()) : null;
    }

    private static List<PersistentClass> hierarchy(RootClass root) {
        List<PersistentClass> all = new ArrayList<>();
        all.add(root);
        List<Subclass> subclasses = root.getSubclasses();
        all.addAll(subclasses);
        return all;
    }

    private static List<Marked> marked(String path, List<Property> properties, String mark) {
        List<Marked> found = new ArrayList<>();
        for (Property property : properties) {
            if (property.getMetaAttributes() != null && property.getMetaAttribute(mark) != null) {
                found.add(new Marked(path + property.getName(), property));
            } else if (property.getValue() instanceof Component component) {
                found.addAll(marked(path + property.getName() + ".", component.getProperties(), mark));
            }
        }
        return found;
    }

    SoftDeletedEntities entities() {
        Map<String, SoftDeleted> byRoot = new HashMap<>();
        softDeletable.forEach((root, marks) -> byRoot.put(
                root.getEntityName(),
                new SoftDeleted(
                        root.getEntityName(),
                        marks.deletedAt().path(),
                        marks.deletedBy() == null ? null : marks.deletedBy().path())));
        return new SoftDeletedEntities(byRoot);
    }

    void applyTenant() {
        metadata.getFilterDefinitions()
                .computeIfPresent(TenantIdBinder.FILTER_NAME, (name, filter) -> TenantOfSession.in(filter));
        for (PersistentClass entity : metadata.getEntityBindings()) {
            if (entity instanceof RootClass root && hasTenant(root) && root.getStateManagementType() == null) {
                root.setStateManagementType(TenantStateManagement.class);
            }
        }
    }

    void applySoftDelete() {
        softDeletable.forEach((root, marks) -> {
            root.addFilter(
                    SoftDeleteBinders.LIVING,
                    marks.deletedAt().column().getQuotedName(dialect) + " is null",
                    true,
                    Map.of(),
                    Map.of());
            root.setStateManagementType(SoftDeleteManagement.class);
        });
        for (Collection collection : metadata.getCollectionBindings()) {
            if (softDeletable.containsKey(collection.getOwner().getRootClass())
                    && collection.getStateManagementType() == null) {
                collection.setStateManagementType(SoftDeleteManagement.class);
            }
        }
    }

    List<GuardedTable> guardedTables() {
        List<GuardedTable> guarded = new ArrayList<>();
        softDeletable.forEach((root, marks) -> {
            Set<Table> tables = tables(root);
            tables.forEach(table -> guarded.add(guarded(root, marks, table, tables.size() == 1)));
        });
        for (Collection collection : metadata.getCollectionBindings()) {
            RootClass owner = collection.getOwner().getRootClass();
            if (softDeletable.containsKey(owner) && !collection.isOneToMany()) {
                guarded.add(new GuardedTable(
                        name(collection.getCollectionTable()), owner.getEntityName(), null, null, true, false));
            }
        }
        return guarded;
    }

    /** The tables of entities with a tenant, and of the collections they own, by their names in lower case. */
    Set<String> tenantTables() {
        Set<String> names = new LinkedHashSet<>();
        for (PersistentClass entity : metadata.getEntityBindings()) {
            if (entity instanceof RootClass root && hasTenant(root)) {
                tables(root).forEach(table -> names.add(name(table)));
            }
        }
        for (Collection collection : metadata.getCollectionBindings()) {
            if (hasTenant(collection.getOwner().getRootClass()) && !collection.isOneToMany()) {
                names.add(name(collection.getCollectionTable()));
            }
        }
        return names;
    }

    private static boolean hasTenant(RootClass root) {
        return root.getFilters().stream().anyMatch(filter -> filter.getName().equals(TenantIdBinder.FILTER_NAME));
    }

    private static Set<Table> tables(RootClass root) {
        Set<Table> tables = new LinkedHashSet<>();
        for (PersistentClass entity : hierarchy(root)) {
            tables.add(entity.getTable());
            for (Join join : entity.getJoins()) {
                tables.add(join.getTable());
            }
        }
        return tables;
    }

    private GuardedTable guarded(RootClass root, Marks marks, Table table, boolean isWhole) {
        String name = name(table);
        if (!isWhole) {
            return new GuardedTable(name, root.getEntityName(), null, null, false, isSecondary(root, table));
        }
        String deletedAt = marks.deletedAt().column().getQuotedName(dialect);
        String version = ((Column) root.getVersion().getSelectables().get(0)).getQuotedName(dialect);
        StringBuilder set = new StringBuilder(deletedAt + " = now()");
        if (marks.deletedBy() != null) {
            set.append(", ")
                    .append(marks.deletedBy().column().getQuotedName(dialect))
                    .append(" = rowhouse.current_actor()");
        }
        set.append(", ").append(version).append(" = ").append(version).append(" + 1");
        return new GuardedTable(name, root.getEntityName(), set.toString(), deletedAt + " is null", false, false);
    }

    private static boolean isSecondary(RootClass root, Table table) {
        return hierarchy(root).stream()
                .flatMap(entity -> entity.getJoins().stream())
                .anyMatch(join -> join.getTable().equals(table));
    }

    private static String name(Table table) {
        return table.getName().toLowerCase(Locale.ROOT);
    }
}
