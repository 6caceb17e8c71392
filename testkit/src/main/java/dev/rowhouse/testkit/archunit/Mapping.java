package dev.rowhouse.testkit.archunit;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads how entities are mapped. Annotations of Hibernate and Jakarta Persistence go by their names, so that neither has to
 * be on the class path.
 */
final class Mapping {
    static final String TENANT_ID = "org.hibernate.annotations.TenantId";
    static final String MANY_TO_ONE = "jakarta.persistence.ManyToOne";
    static final String ONE_TO_ONE = "jakarta.persistence.OneToOne";
    static final String ONE_TO_MANY = "jakarta.persistence.OneToMany";
    static final String MANY_TO_MANY = "jakarta.persistence.ManyToMany";

    private static final String ENTITY = "jakarta.persistence.Entity";
    private static final String EMBEDDABLE = "jakarta.persistence.Embeddable";
    private static final String SHARED_TABLE = "dev.rowhouse.SharedTable";
    private static final String TENANT_ENTITY = "dev.rowhouse.hibernate.TenantEntity";

    private Mapping() {}

    static boolean isEntity(JavaClass type) {
        return type.isAnnotatedWith(ENTITY);
    }

    /** Whether the class, one above it or something embedded in them has the tenant. */
    static boolean carriesTenant(JavaClass entity) {
        return entity.isAssignableTo(TENANT_ENTITY)
                || attributes(entity).stream().anyMatch(member -> member.isAnnotatedWith(TENANT_ID));
    }

    /** Finds what an entity, or an entity above it, says of being shared. */
    static Optional<? extends JavaAnnotation<?>> sharedTable(JavaClass entity) {
        return lineage(entity)
                .filter(Mapping::isEntity)
                .flatMap(type -> annotation(type, SHARED_TABLE).stream())
                .findFirst();
    }

    /** Whether it is an entity that says it is shared, and nothing else. */
    static boolean isShared(JavaClass type) {
        return isEntity(type) && sharedTable(type).isPresent() && !carriesTenant(type);
    }

    /** Returns the class and those above it, nearest first. */
    static Stream<JavaClass> lineage(JavaClass type) {
        return type.getClassHierarchy().stream().filter(above -> !above.isEquivalentTo(Object.class));
    }

    /** Returns the fields and methods of a class itself, sorted. */
    static Stream<JavaMember> members(JavaClass type) {
        return Stream.concat(type.getFields().stream(), type.getMethods().stream())
                .map(JavaMember.class::cast)
                .sorted((one, other) -> one.getFullName().compareTo(other.getFullName()));
    }

    /** Returns the fields and methods that an entity maps or might: its own, inherited ones and those of embedded classes. */
    static List<JavaMember> attributes(JavaClass entity) {
        List<JavaMember> attributes = new ArrayList<>();
        collect(entity, attributes, new HashSet<>());
        return attributes;
    }

    private static void collect(JavaClass type, List<JavaMember> attributes, Set<String> seen) {
        lineage(type)
                .filter(above -> seen.add(above.getName()))
                .flatMap(Mapping::members)
                .forEach(member -> {
                    attributes.add(member);
                    JavaClass value = valueType(member);
                    if (value.isAnnotatedWith(EMBEDDABLE)
                            || member.isAnnotatedWith("jakarta.persistence.Embedded")
                            || member.isAnnotatedWith("jakarta.persistence.EmbeddedId")) {
                        collect(value, attributes, seen);
                    }
                });
    }

    private static JavaClass valueType(JavaMember member) {
        return member instanceof JavaMethod method ? method.getRawReturnType() : ((JavaField) member).getRawType();
    }

    /** Returns the entities that the type of a member mentions: itself, or what a collection or map holds. */
    static Stream<JavaClass> targets(JavaMember member, String association) {
        Stream<JavaClass> named =
                annotation(member, association)
                        .flatMap(annotation -> value(annotation, "targetEntity", JavaClass.class))
                        .stream();
        return Stream.concat(named, member.getAllInvolvedRawTypes().stream().filter(Mapping::isEntity));
    }

    /**
     * Returns the names that the tenant's column may go by in an entity's mapping, in the form of {@link #columnName}: what its
     * column is called, and what its attribute is.
     */
    static Set<String> tenantColumns(JavaClass entity) {
        Set<String> columns = new HashSet<>();
        if (entity.isAssignableTo(TENANT_ENTITY)) {
            columns.add(columnName("tenant_id"));
        }
        for (JavaMember member : attributes(entity)) {
            if (member.isAnnotatedWith(TENANT_ID)) {
                columns.add(columnName(attributeName(member)));
                annotation(member, "jakarta.persistence.Column")
                        .flatMap(column -> value(column, "name", String.class))
                        .ifPresent(name -> columns.add(columnName(name)));
                overriddenColumns(entity, attributeName(member)).forEach(name -> columns.add(columnName(name)));
            }
        }
        return columns;
    }

    private static Stream<String> overriddenColumns(JavaClass entity, String attribute) {
        Stream<? extends JavaAnnotation<?>> overrides = lineage(entity)
                .flatMap(type -> Stream.concat(
                        annotation(type, "jakarta.persistence.AttributeOverride").stream(),
                        annotation(type, "jakarta.persistence.AttributeOverrides").stream()
                                .flatMap(several -> nested(several, "value"))));
        return overrides
                .filter(override -> value(override, "name", String.class)
                        .filter(attribute::equals)
                        .isPresent())
                .flatMap(override -> value(override, "column", JavaAnnotation.class).stream())
                .flatMap(column -> value((JavaAnnotation<?>) column, "name", String.class).stream());
    }

    static String attributeName(JavaMember member) {
        String name = member.getName();
        if (member instanceof JavaMethod && name.startsWith("get") && name.length() > 3) {
            return name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4);
        }
        return name;
    }

    /** Returns a column's name so that {@code tenantId}, {@code tenant_id} and {@code "TENANT_ID"} are the same. */
    static String columnName(String name) {
        return name.replaceAll("[_`\"\\[\\]]", "").toLowerCase(Locale.ROOT);
    }

    static Optional<? extends JavaAnnotation<?>> annotation(CanBeAnnotated element, String name) {
        return element instanceof JavaClass type
                ? type.tryGetAnnotationOfType(name)
                : ((JavaMember) element).tryGetAnnotationOfType(name);
    }

    /** Returns what an annotation says outright, not what it leaves to its default. */
    static <T> Optional<T> value(JavaAnnotation<?> annotation, String property, Class<T> type) {
        return annotation
                .tryGetExplicitlyDeclaredProperty(property)
                .filter(type::isInstance)
                .map(type::cast);
    }

    /** Returns the annotations inside an annotation. */
    static Stream<JavaAnnotation<?>> nested(JavaAnnotation<?> annotation, String property) {
        return value(annotation, property, Object[].class).stream()
                .flatMap(Stream::of)
                .filter(JavaAnnotation.class::isInstance)
                .map(JavaAnnotation.class::cast)
                .map(found -> (JavaAnnotation<?>) found);
    }
}
