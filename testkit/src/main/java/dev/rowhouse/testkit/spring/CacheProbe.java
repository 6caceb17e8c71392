package dev.rowhouse.testkit.spring;

import dev.rowhouse.TenantContext;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

/** Leaves something in each cache for one tenant, and looks whether the other finds it. */
final class CacheProbe {
    private CacheProbe() {}

    static void probe(
            String manager,
            CacheManager caches,
            Set<String> exceptions,
            TenantContext one,
            TenantContext other,
            List<String> findings) {
        for (String name : caches.getCacheNames()) {
            Cache cache = exceptions.contains(name) ? null : caches.getCache(name);
            if (cache != null && isShared(cache, one, other)) {
                findings.add("Leak: what tenant " + one.tenantId() + " has put into cache " + name
                        + " of cache manager " + manager + " is found by tenant " + other.tenantId()
                        + ". If its entries are the same for all tenants, leave it out.");
            }
        }
    }

    private static boolean isShared(Cache cache, TenantContext one, TenantContext other) {
        String key = "isolation-probe-" + UUID.randomUUID();
        one.run(() -> cache.put(key, key));
        try {
            return other.call(() -> cache.get(key) != null);
        } finally {
            one.run(() -> cache.evict(key));
        }
    }
}
