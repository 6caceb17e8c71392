package dev.rowhouse.hibernate.internal;

import java.lang.annotation.Annotation;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.binder.AttributeBinder;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.engine.spi.FilterDefinition;
import org.hibernate.mapping.MetaAttribute;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;

/**
 * Mark the attributes of the soft delete, for {@link SoftDeleteInspection} to find when the whole mapping is known. What is
 * wrong with it is told there, all at once.
 */
public final class SoftDeleteBinders {
    /** Restricts everything that is loaded to rows that live. Switched on in every new session. */
    public static final String LIVING = "rowhouse.living";

    static final String DELETED_AT = "rowhouse.deletedAt";
    static final String DELETED_BY = "rowhouse.deletedBy";

    private SoftDeleteBinders() {}

    /** Marks when the row was soft-deleted. */
    public static final class DeletedAt implements AttributeBinder<Annotation> {
        /** Creates the binder; Hibernate does this. */
        public DeletedAt() {}

        @Override
        public void bind(
                Annotation annotation, MetadataBuildingContext context, PersistentClass entity, Property property) {
            mark(property, DELETED_AT);
            if (context.getMetadataCollector().getFilterDefinition(LIVING) == null) {
                context.getMetadataCollector()
                        .addFilterDefinition(new FilterDefinition(LIVING, "", true, true, Map.of(), Map.of()));
            }
        }
    }

    /** Marks who soft-deleted the row. */
    public static final class DeletedBy implements AttributeBinder<Annotation> {
        /** Creates the binder; Hibernate does this. */
        public DeletedBy() {}

        @Override
        public void bind(
                Annotation annotation, MetadataBuildingContext context, PersistentClass entity, Property property) {
            mark(property, DELETED_BY);
        }
    }

    private static void mark(Property property, String mark) {
        Map<String, MetaAttribute> marks = new HashMap<>();
        if (property.getMetaAttributes() != null) {
            marks.putAll(property.getMetaAttributes());
        }
        marks.put(mark, new MetaAttribute(mark));
        property.setMetaAttributes(marks);
    }
}
