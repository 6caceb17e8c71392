package dev.rowhouse.hibernate.internal;

import java.util.Map;
import java.util.Set;
import org.hibernate.binder.internal.TenantIdBinder;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.FilterConfiguration;
import org.hibernate.mapping.JoinedSubclass;
import org.hibernate.mapping.ManyToOne;
import org.hibernate.mapping.OneToMany;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Value;
import org.jspecify.annotations.Nullable;

/**
 * Puts the filters of entities on the collections that hold them. Without these Hibernate loads a collection as it is, with the
 * rows of other tenants and those that were soft-deleted.
 */
final class CollectionFilters {
    private static final Set<String> NAMES = Set.of(TenantIdBinder.FILTER_NAME, SoftDeleteBinders.LIVING);

    private CollectionFilters() {}

    static void addTo(MetadataImplementor metadata) {
        for (Collection collection : metadata.getCollectionBindings()) {
            PersistentClass element = element(metadata, collection);
            if (element != null) {
                element.getRootClass().getFilters().stream()
                        .filter(filter -> NAMES.contains(filter.getName()))
                        .forEach(filter -> add(filter, element, collection));
            }
        }
    }

    private static @Nullable PersistentClass element(MetadataImplementor metadata, Collection collection) {
        Value value = collection.getElement();
        if (value instanceof OneToMany oneToMany) {
            return oneToMany.getAssociatedClass();
        }
        return value instanceof ManyToOne manyToOne
                ? metadata.getEntityBinding(manyToOne.getReferencedEntityName())
                : null;
    }

    /** In a joined hierarchy the column is in the root's table, wherever in the hierarchy the elements are. */
    private static void add(FilterConfiguration filter, PersistentClass element, Collection collection) {
        PersistentClass root = element.getRootClass();
        boolean joined = root.getSubclasses().stream().anyMatch(JoinedSubclass.class::isInstance);
        String condition = joined ? "{row}." + filter.getCondition() : filter.getCondition();
        Map<String, String> aliases = joined ? Map.of("row", root.getEntityName()) : Map.of();
        if (collection.isOneToMany()) {
            collection.addFilter(filter.getName(), condition, !joined, Map.of(), aliases);
        } else {
            collection.addManyToManyFilter(filter.getName(), condition, !joined, Map.of(), aliases);
        }
    }
}
