package dev.rowhouse.testkit.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.stream.Stream;

/** Nothing but Rowhouse decides what deleting does and what is hidden. */
final class SoftDeleteCheck implements RuleCheck {
    private static final List<String> ANNOTATIONS = List.of(
            "SoftDelete",
            "SQLDelete",
            "SQLDeletes",
            "SQLDeleteAll",
            "SQLRestriction",
            "SQLJoinTableRestriction",
            "Where",
            "WhereJoinTable");

    @Override
    public Stream<Finding> check(JavaClass type) {
        return ANNOTATIONS.stream().flatMap(name -> {
            String annotation = "org.hibernate.annotations." + name;
            Stream<Finding> onClass = type.isAnnotatedWith(annotation)
                    ? Stream.of(Finding.in(type, "is annotated with @" + name))
                    : Stream.empty();
            return Stream.concat(
                    onClass,
                    Mapping.members(type)
                            .filter(member -> member.isAnnotatedWith(annotation))
                            .map(member -> Finding.at(member, "is annotated with @" + name)));
        });
    }
}
