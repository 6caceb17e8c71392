package dev.rowhouse.testkit.archunit;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatchers;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.Wrapper;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.CommonDataSource;

/** Where connections come from is known to the configuration alone. */
final class DataSourceCheck implements RuleCheck {
    private static final String TENANT_DATA_SOURCE = "dev.rowhouse.connection.TenantDataSource";

    private final PackageMatchers configuration;

    DataSourceCheck(PackageMatchers configuration) {
        this.configuration = configuration;
    }

    @Override
    public Stream<Finding> check(JavaClass type) {
        if (configuration.test(type.getPackageName())) {
            return Stream.empty();
        }
        Map<String, Dependency> uses = new TreeMap<>();
        type.getDirectDependenciesFromSelf().stream()
                .sorted()
                .filter(dependency -> isSource(dependency.getTargetClass().getBaseComponentType()))
                .forEach(dependency ->
                        uses.putIfAbsent(dependency.getTargetClass().getName(), dependency));
        return Stream.concat(
                uses.values().stream().map(use -> new Finding(type, use.getDescription())),
                type.getCodeUnitAccessesFromSelf().stream()
                        .filter(access -> access.getTarget().getName().equals("unwrap")
                                && access.getTargetOwner().isAssignableTo(Wrapper.class))
                        .sorted((one, other) -> Integer.compare(one.getLineNumber(), other.getLineNumber()))
                        .map(Finding::at));
    }

    private static boolean isSource(JavaClass type) {
        return (type.isAssignableTo(CommonDataSource.class) && !type.getName().equals(TENANT_DATA_SOURCE))
                || type.isAssignableTo(Driver.class)
                || type.isEquivalentTo(DriverManager.class);
    }
}
