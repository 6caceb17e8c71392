package dev.rowhouse.spring.observation;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Names tenants in tags. The first ones that come have names of their own, all others share one, so that tags stay few. */
final class CappedTenants {
    static final String OTHER = "other";
    static final String NONE = "none";

    private final Map<UUID, String> names = new ConcurrentHashMap<>();
    private final int most;

    CappedTenants(int most) {
        if (most < 1) {
            throw new RowhouseException("Naming tenants in metrics: rowhouse.metrics.max-tenants is " + most
                    + ". Set it to 1 or more, or rowhouse.metrics.tenant-tag=false for no names.");
        }
        this.most = most;
    }

    String name(@Nullable TenantContext context) {
        if (context == null) {
            return NONE;
        }
        String known = names.get(context.tenantId());
        return known == null ? add(context.tenantId()) : known;
    }

    private synchronized String add(UUID tenantId) {
        return names.size() < most
                ? names.computeIfAbsent(tenantId, UUID::toString)
                : names.getOrDefault(tenantId, OTHER);
    }
}
