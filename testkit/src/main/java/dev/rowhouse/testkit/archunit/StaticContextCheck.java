package dev.rowhouse.testkit.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.stream.Stream;

/** No static field holds a tenant, or what serves one tenant only. */
final class StaticContextCheck implements RuleCheck {
    private static final List<String> OF_ONE_TENANT = List.of(
            "dev.rowhouse.TenantContext",
            "java.sql.Connection",
            "java.sql.Statement",
            "jakarta.persistence.EntityManager",
            "org.hibernate.SharedSessionContract");

    @Override
    public Stream<Finding> check(JavaClass type) {
        return type.getFields().stream()
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .flatMap(StaticContextCheck::check);
    }

    private static Stream<Finding> check(JavaField field) {
        return field.getType().getAllInvolvedRawTypes().stream()
                .map(JavaClass::getBaseComponentType)
                .filter(held -> OF_ONE_TENANT.stream().anyMatch(held::isAssignableTo))
                .map(JavaClass::getSimpleName)
                .sorted()
                .limit(1)
                .map(held -> Finding.at(field, "is static and holds a " + held));
    }
}
