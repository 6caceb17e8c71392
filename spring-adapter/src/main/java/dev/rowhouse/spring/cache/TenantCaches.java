package dev.rowhouse.spring.cache;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

/** The caches of a cache manager, each apart for each tenant but those that are shared. */
final class TenantCaches implements CacheManager {
    private final CacheManager target;
    private final Set<String> shared;

    TenantCaches(CacheManager target, Set<String> shared) {
        this.target = target;
        this.shared = shared;
    }

    @Override
    public @Nullable Cache getCache(String name) {
        Cache cache = target.getCache(name);
        return cache == null || cache instanceof TenantCache || shared.contains(name) ? cache : new TenantCache(cache);
    }

    @Override
    public Collection<String> getCacheNames() {
        return target.getCacheNames();
    }

    @Override
    public void resetCaches() {
        target.resetCaches();
    }

    @Override
    public String toString() {
        return "tenants' caches of " + target;
    }
}
