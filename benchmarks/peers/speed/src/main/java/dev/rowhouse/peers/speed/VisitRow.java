package dev.rowhouse.peers.speed;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A visit as each library's entity shows it. */
public interface VisitRow {
    /** Returns the id, or null before it is written. */
    @Nullable
    UUID id();

    /** Returns when the visit is. */
    Instant startsAt();

    /** Sets what came of it. */
    void fill(Instant startsAt, String pet, String note, long priceCents);

    /** Makes it a cent dearer. */
    void raisePrice();
}
