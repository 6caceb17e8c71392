package dev.rowhouse;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Carries the tenant context to other threads in frameworks that use Micrometer's context-propagation library. The
 * library finds this class by itself; an application need not name it.
 *
 * @since 0.1
 */
public final class TenantContextAccessor implements ThreadLocalAccessor<TenantContext> {
    /** The key under which a snapshot holds the tenant context: {@value}. */
    public static final String KEY = "rowhouse.tenant";

    /** Creates an accessor; the library does this through {@link java.util.ServiceLoader}. */
    public TenantContextAccessor() {}

    @Override
    public Object key() {
        return KEY;
    }

    @Override
    public @Nullable TenantContext getValue() {
        return TenantContext.current().orElse(null);
    }

    @Override
    public void setValue(TenantContext value) {
        TenantContext.bind(value);
    }

    @Override
    public void setValue() {
        TenantContext.bind(null);
    }
}
