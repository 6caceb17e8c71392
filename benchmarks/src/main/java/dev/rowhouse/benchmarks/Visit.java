package dev.rowhouse.benchmarks;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What each library makes of a row. Public, because some insist on it.
 *
 * @param id the key, unique for its tenant
 * @param startsAt when
 * @param pet who
 * @param note why
 * @param priceCents the price
 * @param version how often the row was changed, or null if it is new
 */
public record Visit(
        UUID id,
        OffsetDateTime startsAt,
        String pet,
        String note,
        long priceCents,
        @Nullable Long version) {}
