package dev.rowhouse.spring.cache;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.util.LambdaSafe;
import org.springframework.cache.Cache;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;
import org.springframework.util.ClassUtils;

/** Gives the caches of tenants the meters that the cache in them has anyway: of all tenants, under the same names. */
final class TenantCacheMeters implements CacheMeterBinderProvider<TenantCache> {
    private static final boolean TRANSACTIONS = ClassUtils.isPresent(
            "org.springframework.cache.transaction.TransactionAwareCacheDecorator",
            TenantCacheMeters.class.getClassLoader());

    private final ObjectProvider<CacheMeterBinderProvider<?>> providers;

    /** Creates one, which asks all others of the application. */
    TenantCacheMeters(ObjectProvider<CacheMeterBinderProvider<?>> providers) {
        this.providers = providers;
    }

    @Override
    public @Nullable MeterBinder getMeterBinder(TenantCache cache, Iterable<Tag> tags) {
        Cache target = unwrapped(cache);
        List<CacheMeterBinderProvider<?>> others =
                providers.orderedStream().filter(provider -> provider != this).toList();
        return binder(others, target, tags);
    }

    /** Each provider knows one kind of cache, which only the class of it says. */
    @SuppressWarnings("unchecked")
    private static @Nullable MeterBinder binder(
            List<CacheMeterBinderProvider<?>> others, Cache target, Iterable<Tag> tags) {
        return LambdaSafe.callbacks(CacheMeterBinderProvider.class, others, target)
                .withLogger(TenantCacheMeters.class)
                .invokeAnd(provider -> ((CacheMeterBinderProvider<Cache>) provider).getMeterBinder(target, tags))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Cache unwrapped(Cache cache) {
        if (cache instanceof TenantCache own) {
            return unwrapped(own.target());
        }
        return TRANSACTIONS && OfTransactions.is(cache) ? unwrapped(OfTransactions.target(cache)) : cache;
    }

    /** Loaded where it is there. */
    private static final class OfTransactions {
        static boolean is(Cache cache) {
            return cache instanceof TransactionAwareCacheDecorator;
        }

        static Cache target(Cache cache) {
            return ((TransactionAwareCacheDecorator) cache).getTargetCache();
        }
    }
}
