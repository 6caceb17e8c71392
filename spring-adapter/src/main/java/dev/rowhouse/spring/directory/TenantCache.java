package dev.rowhouse.spring.directory;

import dev.rowhouse.spring.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers tenants that were found. Those that were not found are asked for again: they may have come in the meantime. */
final class TenantCache {
    private static final int MOST_ENTRIES = 20_000;

    /** Asks the database. */
    interface Load {
        Optional<Tenant> tenant();
    }

    private record Entry(Tenant tenant, Instant until) {}

    private final Map<Object, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong evictions = new AtomicLong();
    private final Duration timeToLive;
    private final Clock clock;

    TenantCache(Duration timeToLive, Clock clock) {
        this.timeToLive = timeToLive;
        this.clock = clock;
    }

    Optional<Tenant> get(Object key, Load load) {
        Entry known = entries.get(key);
        if (known != null && clock.instant().isBefore(known.until())) {
            return Optional.of(known.tenant());
        }
        long before = evictions.get();
        Instant until = clock.instant().plus(timeToLive);
        Optional<Tenant> tenant = load.tenant();
        if (tenant.isPresent()) {
            Entry loaded = new Entry(tenant.get(), until);
            if (entries.size() >= MOST_ENTRIES) {
                entries.clear();
            }
            entries.put(key, loaded);
            if (evictions.get() != before) {
                entries.remove(key, loaded); // it may have been read before what the eviction is about
            }
        } else {
            entries.remove(key);
        }
        return tenant;
    }

    void evict(UUID tenantId) {
        evictions.incrementAndGet();
        entries.values().removeIf(entry -> entry.tenant().id().equals(tenantId));
    }

    void evictAll() {
        evictions.incrementAndGet();
        entries.clear();
    }
}
