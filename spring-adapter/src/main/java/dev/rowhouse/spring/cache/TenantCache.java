package dev.rowhouse.spring.cache;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.TenantContext;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;

/** A cache in which each key carries the tenant, whatever expression made the key. */
final class TenantCache implements Cache {
    private final Cache target;

    TenantCache(Cache target) {
        this.target = target;
    }

    Cache target() {
        return target;
    }

    private Object keyed(Object key) {
        TenantContext context = TenantContext.current()
                .orElseThrow(() -> new MissingTenantException("Using cache \"" + getName()
                        + "\": no tenant is bound, so that nobody knows whose entry is meant. Put the work inside"
                        + " TenantContext.of(tenantId).run(...), or, if its entries are the same for all tenants, name the cache"
                        + " in rowhouse.cache.shared."));
        return TenantKey.of(context.tenantId(), key);
    }

    @Override
    public String getName() {
        return target.getName();
    }

    /** The entries of all tenants. */
    @Override
    public Object getNativeCache() {
        return target.getNativeCache();
    }

    @Override
    public @Nullable ValueWrapper get(Object key) {
        return target.get(keyed(key));
    }

    @Override
    public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
        return target.get(keyed(key), type);
    }

    @Override
    public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
        return target.get(keyed(key), valueLoader);
    }

    @Override
    public @Nullable CompletableFuture<?> retrieve(Object key) {
        return target.retrieve(keyed(key));
    }

    @Override
    public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
        return target.retrieve(keyed(key), valueLoader);
    }

    @Override
    public void put(Object key, @Nullable Object value) {
        target.put(keyed(key), value);
    }

    @Override
    public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
        return target.putIfAbsent(keyed(key), value);
    }

    @Override
    public void evict(Object key) {
        target.evict(keyed(key));
    }

    @Override
    public boolean evictIfPresent(Object key) {
        return target.evictIfPresent(keyed(key));
    }

    /** Removes this tenant's entries where the cache can be looked into, else all: nobody is left with what is out of date. */
    @Override
    public void clear() {
        Predicate<Object> own = own();
        if (own == null || CacheEntries.remove(target, own) == CacheEntries.Removal.IMPOSSIBLE) {
            target.clear();
        }
    }

    @Override
    public boolean invalidate() {
        Predicate<Object> own = own();
        CacheEntries.Removal removal = own == null ? CacheEntries.Removal.IMPOSSIBLE : CacheEntries.remove(target, own);
        return removal == CacheEntries.Removal.IMPOSSIBLE
                ? target.invalidate()
                : removal == CacheEntries.Removal.REMOVED;
    }

    /** Which keys are this tenant's; null without one, where all are meant. */
    private static @Nullable Predicate<Object> own() {
        Optional<UUID> tenant = TenantContext.current().map(TenantContext::tenantId);
        return tenant.<Predicate<Object>>map(id -> key -> TenantKey.isOf(id, key))
                .orElse(null);
    }

    @Override
    public String toString() {
        return "cache " + getName() + ", apart for each tenant";
    }
}
