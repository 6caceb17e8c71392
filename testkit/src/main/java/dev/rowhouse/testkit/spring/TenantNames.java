package dev.rowhouse.testkit.spring;

import dev.rowhouse.RowhouseException;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Finds the id of a tenant. The directory is asked by name, because its type is one of rowhouse-spring-adapter, which is tested with
 * this testkit.
 */
final class TenantNames {
    private static final String DIRECTORY = "dev.rowhouse.spring.TenantDirectory";

    private TenantNames() {}

    static UUID idOf(String tenant, Supplier<ApplicationContext> context) {
        if (tenant.length() == 36) {
            try {
                return UUID.fromString(tenant);
            } catch (IllegalArgumentException e) {
                return named(tenant, context.get());
            }
        }
        return named(tenant, context.get());
    }

    private static UUID named(String tenant, ApplicationContext context) {
        try {
            Class<?> type = ClassUtils.forName(DIRECTORY, context.getClassLoader());
            Object directory = context.getBeanProvider(type).getIfAvailable();
            if (directory == null) {
                throw new RowhouseException("Working for tenant \"" + tenant
                        + "\": it is no UUID, and the application has no TenantDirectory that could know the name. Give the"
                        + " UUID, or set rowhouse.directory.table.");
            }
            Optional<?> found = (Optional<?>)
                    type.getMethod("findByName", String.class).invoke(directory, tenant.toLowerCase(Locale.ROOT));
            if (found == null || found.isEmpty()) {
                throw new RowhouseException(
                        "Working for tenant \"" + tenant
                                + "\": the application's TenantDirectory does not know it. Add it in the test's set-up or a script.");
            }
            Object entry = found.get();
            return (UUID) entry.getClass().getMethod("id").invoke(entry);
        } catch (InvocationTargetException e) {
            throw new RowhouseException(
                    "Working for tenant \"" + tenant + "\": the application's TenantDirectory failed. Correct it.",
                    e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new RowhouseException(
                    "Working for tenant \"" + tenant
                            + "\": names need rowhouse-spring-adapter in the version of the testkit. Give the UUID, or take"
                            + " one version of both.",
                    e);
        }
    }
}
