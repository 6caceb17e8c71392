package dev.rowhouse.testkit.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaEnumConstant;
import com.tngtech.archunit.core.domain.JavaMember;
import java.util.List;
import java.util.stream.Stream;

/** Associations to one entity are loaded when they are asked for. */
final class LazyAssociationCheck implements RuleCheck {
    private static final List<String> TO_ONE =
            List.of(Mapping.MANY_TO_ONE, Mapping.ONE_TO_ONE, "org.hibernate.annotations.Any");

    @Override
    public Stream<Finding> check(JavaClass type) {
        return Mapping.members(type)
                .flatMap(member -> TO_ONE.stream()
                        .filter(member::isAnnotatedWith)
                        .flatMap(association -> check(member, association)));
    }

    private static Stream<Finding> check(JavaMember member, String association) {
        String name = "is a @" + association.substring(association.lastIndexOf('.') + 1);
        if (!says(member, association, "fetch", "LAZY")) {
            return Stream.of(Finding.at(member, name + " that is not fetch = LAZY"));
        }
        if (says(member, "org.hibernate.annotations.Fetch", "value", "JOIN")) {
            return Stream.of(Finding.at(member, name + " with @Fetch(JOIN)"));
        }
        return member.isAnnotatedWith("org.hibernate.annotations.NotFound")
                ? Stream.of(Finding.at(member, name + " with @NotFound, which loads it at once"))
                : Stream.empty();
    }

    /** Whether an annotation says this outright: the default of {@code fetch} is to load at once. */
    private static boolean says(JavaMember member, String annotation, String property, String constant) {
        return Mapping.annotation(member, annotation)
                .flatMap(found -> Mapping.value(found, property, JavaEnumConstant.class))
                .filter(value -> value.name().equals(constant))
                .isPresent();
    }
}
