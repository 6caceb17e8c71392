package dev.rowhouse.testkit.spring;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.TenantContext;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Proves that a whole application context keeps two tenants apart, or lists what leaks: each data source that is a bean, with
 * each table of tenants that it can reach; each repository of Spring Data; each of Spring's caches.
 *
 * <pre>{@code
 * IsolationProbe.of(context, acme, bolt).verify();
 * }</pre>
 *
 * <p>Both tenants need rows, which the test makes by the application's own means before: where there is nothing to see, not seeing it
 * proves nothing, and is a finding. What the probe writes it rolls back.
 *
 * <p>Immutable. One thread at a time.
 *
 * @since 0.1
 */
public final class IsolationProbe {
    private static final ClassLoader LOADER = IsolationProbe.class.getClassLoader();
    private static final boolean SPRING_DATA =
            ClassUtils.isPresent("org.springframework.data.repository.CrudRepository", LOADER);
    private static final boolean CACHES = ClassUtils.isPresent("org.springframework.cache.CacheManager", LOADER);

    private final ApplicationContext context;
    private final TenantContext one;
    private final TenantContext other;
    private final Set<String> tenantColumns;
    private final Set<String> exceptions;

    private IsolationProbe(
            ApplicationContext context,
            TenantContext one,
            TenantContext other,
            Set<String> tenantColumns,
            Set<String> exceptions) {
        this.context = context;
        this.one = one;
        this.other = other;
        this.tenantColumns = Set.copyOf(tenantColumns);
        this.exceptions = Set.copyOf(exceptions);
    }

    /**
     * Begins to look at an application.
     *
     * @param context the application
     * @param one a tenant with rows
     * @param other another one with rows
     * @return a probe of everything; tables of tenants are those with a column {@code tenant_id}
     */
    public static IsolationProbe of(ApplicationContext context, UUID one, UUID other) {
        if (requireNonNull(one, "one").equals(requireNonNull(other, "other"))) {
            throw new IllegalArgumentException(
                    "Probing the isolation of tenant " + one + " from itself. Give two tenants.");
        }
        return new IsolationProbe(
                requireNonNull(context, "context"),
                TenantContext.of(one).withActor("isolation probe"),
                TenantContext.of(other).withActor("isolation probe"),
                Set.of("tenant_id"),
                Set.of());
    }

    /**
     * Names the columns that make a table one of tenants.
     *
     * @param columns their names, instead of those named before
     * @return another probe
     */
    public IsolationProbe tenantColumns(String... columns) {
        return new IsolationProbe(context, one, other, Set.of(columns), exceptions);
    }

    /**
     * Leaves out what is meant to be shared, or to have no rows of both tenants.
     *
     * @param names of beans (data sources, repositories, cache managers), caches, and tables as SQL shows them
     * @return another probe, which leaves out these beside those before
     */
    public IsolationProbe except(String... names) {
        Set<String> all = new HashSet<>(exceptions);
        all.addAll(Set.of(names));
        return new IsolationProbe(context, one, other, tenantColumns, all);
    }

    /**
     * Looks at everything.
     *
     * @throws AssertionError with all findings at once, if there are any
     */
    public void verify() {
        List<String> findings = findings();
        if (!findings.isEmpty()) {
            throw new AssertionError("Probing whether the application keeps tenants " + one.tenantId() + " and "
                    + other.tenantId() + " apart: " + findings.size()
                    + (findings.size() == 1 ? " finding" : " findings") + "\n - " + String.join("\n - ", findings));
        }
    }

    /**
     * Looks at everything.
     *
     * @return what leaks, and what nothing is proven about
     */
    public List<String> findings() {
        List<String> findings = new ArrayList<>();
        Map<String, DataSource> dataSources = beans(DataSource.class);
        if (dataSources.isEmpty()) {
            findings.add("The application has no data source to look at.");
        }
        dataSources.forEach((name, dataSource) -> {
            try {
                new DataSourceProbe(name, dataSource, tenantColumns, exceptions, findings).probe(one, other);
            } catch (SQLException e) {
                findings.add("Data source " + name + " could not be looked at: " + e.getMessage());
            }
        });
        if (SPRING_DATA) {
            RepositoryProbe.probe(context, exceptions, one, other, findings);
        }
        if (CACHES) {
            beans(CacheManager.class)
                    .forEach((name, caches) -> CacheProbe.probe(name, caches, exceptions, one, other, findings));
        }
        return List.copyOf(findings);
    }

    private <T> Map<String, T> beans(Class<T> type) {
        Map<String, T> beans = new TreeMap<>(context.getBeansOfType(type, false, false));
        beans.keySet().removeAll(exceptions);
        return beans;
    }
}
