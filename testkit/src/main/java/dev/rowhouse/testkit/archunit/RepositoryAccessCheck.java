package dev.rowhouse.testkit.archunit;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatchers;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Repositories and sessions are used from the layers that are declared to. */
final class RepositoryAccessCheck implements RuleCheck {
    private final PackageMatchers allowed;
    private final boolean declared;

    /**
     * Creates the check.
     *
     * @param allowed the layers, and the configuration, which puts things together
     * @param declared whether any layer is declared
     */
    RepositoryAccessCheck(PackageMatchers allowed, boolean declared) {
        this.allowed = allowed;
        this.declared = declared;
    }

    @Override
    public Stream<Finding> check(JavaClass type) {
        return declared ? uses(type) : Stream.empty();
    }

    @Override
    public Stream<Finding> checkAll(Collection<JavaClass> types) {
        if (declared) {
            return Stream.empty();
        }
        return types.stream()
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .flatMap(this::uses)
                .limit(1)
                .map(first -> Finding.everywhere(
                        "Repositories are used, but no layer is declared to (repositoriesUsedFrom): " + first.text()));
    }

    private Stream<Finding> uses(JavaClass type) {
        if (allowed.test(type.getPackageName()) || isRepositoryItself(type)) {
            return Stream.empty();
        }
        Map<String, Dependency> uses = new TreeMap<>();
        type.getDirectDependenciesFromSelf().stream().sorted().forEach(dependency -> {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            if (Persistence.isRepository(target) || Persistence.isSession(target)) {
                uses.putIfAbsent(target.getName(), dependency);
            }
        });
        return uses.values().stream().map(use -> new Finding(type, use.getDescription()));
    }

    private static boolean isRepositoryItself(JavaClass type) {
        for (JavaClass around = type;
                around != null;
                around = around.getEnclosingClass().orElse(null)) {
            if (Persistence.isRepository(around)) {
                return true;
            }
        }
        return false;
    }
}
