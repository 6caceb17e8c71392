package dev.rowhouse.testkit.archunit;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Entities carry a tenant or say that they are shared. */
final class EntityTenantCheck implements RuleCheck {
    @Override
    public Stream<Finding> check(JavaClass type) {
        if (!Mapping.isEntity(type)) {
            return Stream.empty();
        }
        boolean tenant = Mapping.carriesTenant(type);
        boolean shared = Mapping.sharedTable(type).isPresent();
        if (tenant && shared) {
            return Stream.of(Finding.in(type, "has a @TenantId and is declared a @SharedTable"));
        }
        if (!tenant && !shared) {
            return Stream.of(
                    Finding.in(type, "has no @TenantId, of its own or inherited, and is not declared a @SharedTable"));
        }
        return Mapping.sharedTable(type)
                .flatMap(annotation -> Mapping.value(annotation, "reason", String.class))
                .filter(String::isBlank)
                .map(reason -> Finding.in(type, "is declared a @SharedTable without a reason"))
                .stream();
    }

    /** Finds entities outside the classes at hand, and the use of a mapper without any entity. */
    @Override
    public Stream<Finding> checkAll(Collection<JavaClass> types) {
        Set<String> seen = new HashSet<>();
        types.forEach(type -> seen.add(type.getName()));
        Map<String, Dependency> unseen = new TreeMap<>();
        Map<String, Dependency> sessions = new TreeMap<>();
        for (JavaClass type : types) {
            type.getDirectDependenciesFromSelf().stream().sorted().forEach(dependency -> {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (Mapping.isEntity(target) && !seen.contains(target.getName())) {
                    unseen.putIfAbsent(target.getName(), dependency);
                }
                if (Persistence.isSession(target)) {
                    sessions.putIfAbsent(type.getName(), dependency);
                }
            });
        }
        Stream<Finding> outside = unseen.entrySet().stream()
                .map(entry -> Finding.everywhere("Entity " + entry.getKey()
                        + " is outside the packages that were looked at, but used: "
                        + entry.getValue().getDescription()));
        boolean blind = unseen.isEmpty() && types.stream().noneMatch(Mapping::isEntity);
        Stream<Finding> none = blind
                ? sessions.values().stream()
                        .limit(1)
                        .map(first -> Finding.everywhere(
                                "No entity is among the classes that were looked at, but sessions are used: "
                                        + first.getDescription()))
                : Stream.empty();
        return Stream.concat(outside, none);
    }
}
