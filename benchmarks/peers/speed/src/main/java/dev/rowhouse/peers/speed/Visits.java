package dev.rowhouse.peers.speed;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The work, as an application would write it with one library. Each call is a unit of work with a transaction of its own, and is
 * made in the name of a tenant and of {@link #ACTOR}, who must be found in the audit columns.
 *
 * <p>There are visits to read, new visits that are only inserted, and visits to change.
 */
public interface Visits {
    /** Who does it. */
    String ACTOR = "dana";

    /** How many rows a page has. */
    int PAGE_SIZE = 20;

    /** How many rows come before a deep page. */
    int DEPTH = 100_000;

    /** Reads a visit by its id. */
    @Nullable
    VisitRow find(UUID tenant, UUID id);

    /** Reads a visit by its id without a transaction, or says that it cannot. */
    @Nullable
    VisitRow findAlone(UUID tenant, UUID id);

    /** Reads the latest visits. */
    List<? extends VisitRow> firstPage(UUID tenant);

    /**
     * Reads the visits before one.
     *
     * @param startsAt when the one is
     * @param id its id
     */
    List<? extends VisitRow> pageAfter(UUID tenant, Instant startsAt, UUID id);

    /** Inserts one new visit. */
    void insert(UUID tenant, Instant startsAt);

    /** Inserts new visits, all or none. */
    void insertMany(UUID tenant, List<Instant> startsAt);

    /** Reads one of the visits to change and raises its price. */
    void raisePrice(UUID tenant, UUID id);

    /** Reads the visits to change of a time and raises their prices. */
    void raisePrices(UUID tenant, Instant from, Instant until);

    /** Soft-deletes the visits to change of a time. */
    void softDelete(UUID tenant, Instant from, Instant until);

    /** Fills a new visit. */
    static <V extends VisitRow> V filled(V visit, Instant startsAt) {
        visit.fill(startsAt, "Pet of a new customer", "First visit, brings the papers of the last practice", 4_500);
        return visit;
    }
}
