package dev.rowhouse.testkit.archunit;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Unique keys of tenants' entities carry the tenant. */
final class UniqueKeyCheck implements RuleCheck {
    private static final String NATURAL_ID = "org.hibernate.annotations.NaturalId";
    private static final List<String> COLUMNS =
            List.of("jakarta.persistence.Column", "jakarta.persistence.JoinColumn", "jakarta.persistence.MapKeyColumn");
    private static final List<String> TABLES = List.of(
            "jakarta.persistence.Table",
            "jakarta.persistence.SecondaryTable",
            "jakarta.persistence.CollectionTable",
            "jakarta.persistence.JoinTable");

    @Override
    public Stream<Finding> check(JavaClass type) {
        if (!Mapping.isEntity(type) || !Mapping.carriesTenant(type)) {
            return Stream.empty();
        }
        Set<String> tenant = Mapping.tenantColumns(type);
        List<JavaMember> attributes = Mapping.attributes(type);
        Stream<Finding> onTables = Stream.of(
                        Mapping.lineage(type).flatMap(UniqueKeyCheck::tables),
                        attributes.stream().flatMap(UniqueKeyCheck::tables))
                .flatMap(tables -> tables)
                .flatMap(UniqueKeyCheck::keys)
                .filter(key -> key.columns().stream().map(Mapping::columnName).noneMatch(tenant::contains))
                .map(key -> Finding.in(type, "has a unique " + key.kind() + " on " + key.columns()));
        Stream<Finding> onColumns = attributes.stream()
                .filter(member -> !member.isAnnotatedWith(Mapping.TENANT_ID) && isUnique(member))
                .map(member -> Finding.in(type, "has a unique column for " + place(member)));
        boolean tenantIsNatural = attributes.stream()
                .anyMatch(member -> member.isAnnotatedWith(Mapping.TENANT_ID) && member.isAnnotatedWith(NATURAL_ID));
        Stream<Finding> naturalIds = attributes.stream()
                .filter(member -> !tenantIsNatural && member.isAnnotatedWith(NATURAL_ID))
                .map(member -> Finding.in(type, "has a @NaturalId without the tenant on " + place(member)));
        return Stream.of(onTables, onColumns, naturalIds).flatMap(found -> found);
    }

    private record Key(String kind, List<String> columns) {}

    private static Stream<JavaAnnotation<?>> tables(JavaClass type) {
        Stream<JavaAnnotation<?>> several = Mapping.annotation(type, "jakarta.persistence.SecondaryTables").stream()
                .flatMap(tables -> Mapping.nested(tables, "value"));
        return Stream.concat(TABLES.stream().flatMap(name -> Mapping.annotation(type, name).stream()), several);
    }

    private static Stream<JavaAnnotation<?>> tables(JavaMember member) {
        return TABLES.stream().flatMap(name -> Mapping.annotation(member, name).stream());
    }

    private static Stream<Key> keys(JavaAnnotation<?> table) {
        Stream<Key> constraints = Mapping.nested(table, "uniqueConstraints")
                .map(constraint -> new Key(
                        "constraint",
                        Mapping.value(constraint, "columnNames", String[].class)
                                .map(List::of)
                                .orElse(List.of())));
        Stream<Key> indexes = Mapping.nested(table, "indexes")
                .filter(index -> isTrue(index, "unique"))
                .map(index -> new Key(
                        "index",
                        Mapping.value(index, "columnList", String.class).stream()
                                .flatMap(list -> Arrays.stream(list.split(",")))
                                .map(column -> column.trim().split("\\s", 2)[0])
                                .toList()));
        return Stream.concat(constraints, indexes);
    }

    private static boolean isUnique(JavaMember member) {
        return COLUMNS.stream()
                .flatMap(name -> Mapping.annotation(member, name).stream())
                .anyMatch(column -> isTrue(column, "unique"));
    }

    private static boolean isTrue(JavaAnnotation<?> annotation, String property) {
        return Mapping.value(annotation, property, Boolean.class)
                .filter(value -> value)
                .isPresent();
    }

    private static String place(JavaMember member) {
        return member.getOwner().getSimpleName() + "." + Mapping.attributeName(member);
    }
}
