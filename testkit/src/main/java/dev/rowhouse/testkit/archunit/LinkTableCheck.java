package dev.rowhouse.testkit.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import java.util.stream.Stream;

/** Tenants' entities are not linked by a table without an entity, and so without a tenant, of its own. */
final class LinkTableCheck implements RuleCheck {
    private static final String JOIN_TABLE = "jakarta.persistence.JoinTable";
    private static final String NOT_SHARED = " not between shared tables alone";

    @Override
    public Stream<Finding> check(JavaClass type) {
        return Mapping.members(type)
                .filter(member -> !linksSharedTables(member))
                .flatMap(LinkTableCheck::check);
    }

    private static Stream<Finding> check(JavaMember member) {
        if (member.isAnnotatedWith(Mapping.MANY_TO_MANY)) {
            return Stream.of(Finding.at(member, "is a @ManyToMany" + NOT_SHARED));
        }
        if (member.isAnnotatedWith(JOIN_TABLE)) {
            return Stream.of(Finding.at(member, "has a @JoinTable" + NOT_SHARED));
        }
        return member.isAnnotatedWith(Mapping.ONE_TO_MANY) && !hasColumn(member)
                ? Stream.of(Finding.at(
                        member,
                        "is a @OneToMany without mappedBy and @JoinColumn, which makes a link table," + NOT_SHARED))
                : Stream.empty();
    }

    private static boolean hasColumn(JavaMember member) {
        return member.isAnnotatedWith("jakarta.persistence.JoinColumn")
                || member.isAnnotatedWith("jakarta.persistence.JoinColumns")
                || Mapping.annotation(member, Mapping.ONE_TO_MANY)
                        .flatMap(association -> Mapping.value(association, "mappedBy", String.class))
                        .filter(mappedBy -> !mappedBy.isEmpty())
                        .isPresent();
    }

    /** Whether both ends are known to be shared. An end that is not known counts as a tenant's. */
    private static boolean linksSharedTables(JavaMember member) {
        return Mapping.isShared(member.getOwner())
                && targets(member).findAny().isPresent()
                && targets(member).allMatch(Mapping::isShared);
    }

    private static Stream<JavaClass> targets(JavaMember member) {
        return Stream.of(Mapping.MANY_TO_MANY, Mapping.ONE_TO_MANY, Mapping.MANY_TO_ONE, Mapping.ONE_TO_ONE)
                .filter(member::isAnnotatedWith)
                .flatMap(association -> Mapping.targets(member, association));
    }
}
