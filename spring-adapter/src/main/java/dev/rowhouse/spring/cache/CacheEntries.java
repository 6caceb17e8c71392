package dev.rowhouse.spring.cache;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.cache.Cache;
import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.jcache.JCacheCache;
import org.springframework.util.ClassUtils;

/** Removes some of the entries of caches that can be looked into. */
final class CacheEntries {
    private static final ClassLoader LOADER = CacheEntries.class.getClassLoader();
    private static final boolean CAFFEINE = ClassUtils.isPresent("com.github.benmanes.caffeine.cache.Cache", LOADER)
            && ClassUtils.isPresent("org.springframework.cache.caffeine.CaffeineCache", LOADER);
    private static final boolean JCACHE = ClassUtils.isPresent("javax.cache.Cache", LOADER)
            && ClassUtils.isPresent("org.springframework.cache.jcache.JCacheCache", LOADER);

    private CacheEntries() {}

    /** What came of it. */
    enum Removal {
        REMOVED,
        NOTHING_TO_REMOVE,
        IMPOSSIBLE
    }

    static Removal remove(Cache cache, Predicate<Object> keys) {
        if (cache instanceof ConcurrentMapCache map) {
            return removal(map.getNativeCache().keySet().removeIf(keys));
        }
        if (CAFFEINE && OfCaffeine.is(cache)) {
            return removal(OfCaffeine.remove(cache, keys));
        }
        if (JCACHE && OfJCache.is(cache)) {
            return removal(OfJCache.remove(cache, keys));
        }
        return Removal.IMPOSSIBLE;
    }

    private static Removal removal(boolean removed) {
        return removed ? Removal.REMOVED : Removal.NOTHING_TO_REMOVE;
    }

    /** Loaded where Caffeine is there. */
    private static final class OfCaffeine {
        static boolean is(Cache cache) {
            return cache instanceof CaffeineCache;
        }

        static boolean remove(Cache cache, Predicate<Object> keys) {
            return ((CaffeineCache) cache).getNativeCache().asMap().keySet().removeIf(keys);
        }
    }

    /** Loaded where JCache is there. */
    private static final class OfJCache {
        static boolean is(Cache cache) {
            return cache instanceof JCacheCache;
        }

        static boolean remove(Cache cache, Predicate<Object> keys) {
            javax.cache.Cache<Object, Object> entries = ((JCacheCache) cache).getNativeCache();
            Set<Object> found = new HashSet<>();
            entries.forEach(entry -> {
                if (keys.test(entry.getKey())) {
                    found.add(entry.getKey());
                }
            });
            entries.removeAll(found);
            return !found.isEmpty();
        }
    }
}
