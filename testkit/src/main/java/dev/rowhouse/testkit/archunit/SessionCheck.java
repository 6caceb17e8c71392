package dev.rowhouse.testkit.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.util.Set;
import java.util.stream.Stream;

/** Sessions keep their filters, and nothing writes by an id that no filter has seen. */
final class SessionCheck implements RuleCheck {
    private static final Set<String> WRITES_BY_ID =
            Set.of("delete", "deleteMultiple", "update", "updateMultiple", "upsert", "upsertMultiple");
    private static final Set<String> FILTERS = Set.of("disableFilter", "getEnabledFilter");

    @Override
    public Stream<Finding> check(JavaClass type) {
        return type.getCodeUnitAccessesFromSelf().stream()
                .filter(access -> (writesById(access) && !isGenerated(type)) || reachesForFilters(access))
                .sorted((one, other) -> Integer.compare(one.getLineNumber(), other.getLineNumber()))
                .map(Finding::at);
    }

    /** Whether Hibernate's processor wrote it, for a repository that Rowhouse has made safe. */
    private static boolean isGenerated(JavaClass type) {
        return type.getRawInterfaces().stream()
                .anyMatch(repository -> repository.isAssignableTo(Persistence.GENERATED_REPOSITORY)
                        && type.getName().equals(repository.getName() + "_"));
    }

    private static boolean writesById(JavaCodeUnitAccess<?> access) {
        return WRITES_BY_ID.contains(access.getTarget().getName())
                && access.getTargetOwner().isAssignableTo(Persistence.STATELESS_SESSION);
    }

    private static boolean reachesForFilters(JavaCodeUnitAccess<?> access) {
        return FILTERS.contains(access.getTarget().getName()) && Persistence.isOfMapper(access.getTargetOwner());
    }
}
