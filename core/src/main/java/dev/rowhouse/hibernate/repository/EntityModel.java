package dev.rowhouse.hibernate.repository;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.hibernate.CreatedAt;
import dev.rowhouse.hibernate.CreatedBy;
import dev.rowhouse.hibernate.DeletedAt;
import dev.rowhouse.hibernate.DeletedBy;
import dev.rowhouse.hibernate.UpdatedAt;
import dev.rowhouse.hibernate.UpdatedBy;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.annotations.TenantId;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.BasicValuedModelPart;
import org.hibernate.metamodel.mapping.EntityIdentifierMapping;
import org.hibernate.metamodel.mapping.ManagedMappingType;
import org.hibernate.metamodel.mapping.ModelPart;
import org.hibernate.metamodel.mapping.internal.EmbeddedAttributeMapping;
import org.hibernate.metamodel.mapping.internal.SingleAttributeIdentifierMapping;
import org.hibernate.metamodel.mapping.internal.ToOneAttributeMapping;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.property.access.spi.PropertyAccess;
import org.hibernate.type.BasicType;
import org.jspecify.annotations.Nullable;

/** What a repository knows of its entity: the attributes by their paths, and what some of them are for. Immutable. */
final class EntityModel {
    /** What Rowhouse fills and guards, so that saving leaves it alone. */
    private static final Set<Class<? extends Annotation>> FILLED = Set.of(
            CreatedAt.class, CreatedBy.class, UpdatedAt.class, UpdatedBy.class, DeletedAt.class, DeletedBy.class);

    private final SessionFactoryImplementor factory;
    private final EntityPersister persister;
    private final Map<String, EntityAttribute> attributes = new LinkedHashMap<>();
    private final List<EntityAttribute> id;
    private final EntityAttribute tenant;
    private final @Nullable EntityAttribute version;
    private final boolean versionPrimitive;

    EntityModel(SessionFactoryImplementor factory, Class<?> type) {
        this.factory = factory;
        this.persister = factory.getMappingMetamodel().getEntityDescriptor(type);
        EntityIdentifierMapping identifier = persister.getIdentifierMapping();
        if (!(identifier instanceof SingleAttributeIdentifierMapping single)
                || identifier.asBasicValuedModelPart() == null) {
            throw new IllegalArgumentException("Building a repository of " + type.getName()
                    + ": its id consists of several attributes, by which no list of ids and no page can be asked for in one"
                    + " comparison. Use a session and SoftDeletes, or give it one of a single attribute.");
        }
        addPart(identifier, "", List.of(), single.getPropertyAccess(), identifier.getAttributeName(), -1);
        this.id = List.copyOf(attributes.values());
        List<EntityAttribute> tenants = new ArrayList<>(1);
        persister.forEachAttributeMapping(attribute -> {
            add(attribute, "", List.of(), attribute.getStateArrayPosition());
            if (isAnnotated(attribute.getPropertyAccess(), TenantId.class)) {
                tenants.add(requireNonNull(attributes.get(attribute.getAttributeName())));
            }
        });
        if (tenants.isEmpty()) {
            throw new IllegalArgumentException("Building a repository of " + type.getName()
                    + ": the entity has no @TenantId, so that no statement would name the tenant. Extend TenantEntity, or"
                    + " add a @TenantId of type UUID.");
        }
        this.tenant = tenants.get(0);
        this.version = persister.isVersioned()
                ? attributes.get(persister.getPropertyNames()[persister.getVersionPropertyIndex()])
                : null;
        this.versionPrimitive = version != null && isPrimitive(version);
    }

    private static boolean isPrimitive(EntityAttribute attribute) {
        return attribute.accesses().get(0).getGetter().getReturnTypeClass().isPrimitive();
    }

    private void add(AttributeMapping attribute, String prefix, List<PropertyAccess> way, int position) {
        addPart(attribute, prefix, way, attribute.getPropertyAccess(), attribute.getAttributeName(), position);
    }

    private void addPart(
            ModelPart part, String prefix, List<PropertyAccess> way, PropertyAccess access, String name, int position) {
        List<PropertyAccess> accesses = new ArrayList<>(way);
        accesses.add(access);
        String path = prefix + name;
        BasicValuedModelPart basic = part.asBasicValuedModelPart();
        if (part instanceof ToOneAttributeMapping toOne) {
            ModelPart key = toOne.getAssociatedEntityMappingType().getIdentifierMapping();
            if (key instanceof SingleAttributeIdentifierMapping single && key.asBasicValuedModelPart() != null) {
                String keyPath = path + "." + single.getAttributeName();
                boolean nullable = toOne.getAttributeMetadata().isNullable();
                attributes.put(
                        keyPath,
                        new EntityAttribute(
                                keyPath, typeOf(key), bindType(key), nullable, false, false, position, accesses, true));
            }
        } else if (basic != null) {
            boolean filled = position >= 0 && FILLED.stream().anyMatch(annotation -> isAnnotated(access, annotation));
            boolean kept = filled || (position >= 0 && !basic.isUpdateable());
            attributes.put(
                    path,
                    new EntityAttribute(
                            path,
                            typeOf(part),
                            bindType(part),
                            basic.isNullable(),
                            filled,
                            kept,
                            position,
                            accesses,
                            false));
        } else if (part instanceof EmbeddedAttributeMapping || part instanceof EntityIdentifierMapping) {
            if (part.getPartMappingType() instanceof ManagedMappingType embeddable) {
                embeddable.forEachAttributeMapping(inner -> add(inner, path + ".", accesses, position));
            }
        }
    }

    private static Class<?> typeOf(ModelPart part) {
        Class<?> type = part.getJavaType().getJavaTypeClass();
        return MethodType.methodType(type).wrap().returnType();
    }

    @SuppressWarnings("unchecked") // its values are of the attribute's type
    private static @Nullable BasicType<Object> bindType(ModelPart part) {
        BasicValuedModelPart basic = part.asBasicValuedModelPart();
        return basic != null && basic.getJdbcMapping() instanceof BasicType<?> known ? (BasicType<Object>) known : null;
    }

    private static boolean isAnnotated(PropertyAccess access, Class<? extends Annotation> annotation) {
        Member member = access.getGetter().getMember();
        return member instanceof AnnotatedElement element && element.isAnnotationPresent(annotation);
    }

    // ---- what statements are made of

    SessionFactoryImplementor factory() {
        return factory;
    }

    EntityPersister persister() {
        return persister;
    }

    /** The entity's name in HQL. */
    String name() {
        return persister.getEntityName();
    }

    /** What messages call the entity: its class and its table. */
    String described() {
        String type = persister.getMappedClass().getSimpleName();
        return type + " (table " + persister.getIdentifierTableName() + ")";
    }

    /** The attributes that make up the id: one, or those of an embedded id. */
    List<EntityAttribute> id() {
        return id;
    }

    EntityAttribute tenant() {
        return tenant;
    }

    @Nullable
    EntityAttribute version() {
        return version;
    }

    /** Whether the version tells new entities from old ones, which takes one that can be null. */
    boolean isVersionTelling() {
        return version != null && !versionPrimitive;
    }

    /** What saving leaves as it is. */
    List<EntityAttribute> kept() {
        return attributes.values().stream().filter(EntityAttribute::kept).toList();
    }

    /** What Rowhouse fills in a new row. */
    List<EntityAttribute> filled() {
        return attributes.values().stream().filter(EntityAttribute::filled).toList();
    }

    boolean isIdGenerated() {
        return persister.getGenerator().generatesSometimes();
    }

    @Nullable
    Object valueOf(EntityAttribute attribute, Object entity) {
        return attribute.of(factory, entity);
    }

    /**
     * Finds an attribute.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    EntityAttribute attribute(String tried, String path) {
        EntityAttribute attribute = attributes.get(path);
        if (attribute == null) {
            throw new IllegalArgumentException(tried + " " + described() + " by attribute \"" + path + "\": "
                    + persister.getMappedClass().getSimpleName() + " has no such attribute. It has "
                    + attributes.keySet() + ".");
        }
        return attribute;
    }
}
