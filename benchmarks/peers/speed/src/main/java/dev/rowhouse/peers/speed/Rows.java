package dev.rowhouse.peers.speed;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The rows that {@code rows.sql} makes. Tenants and visits are counted from 1. */
final class Rows {
    static final int TENANTS = 200;
    static final int VISITS = 100;

    /** The first tenant has more, so that there is something behind a deep page. */
    static final int MOST_VISITS = Visits.DEPTH + VISITS;

    /** How many thousand visits to change each of the first tenants has. */
    static final int LARGE_WORKS = 3;

    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

    private Rows() {}

    static UUID tenant(int tenant) {
        return new UUID(0x4000L, 0x8000_0000_0000_0000L | tenant);
    }

    static UUID id(int tenant, int visit) {
        return new UUID(0x7000L, 0x8000_0000_0000_0000L | (tenant * 1_000_000L + visit));
    }

    static Instant startsAt(int visit) {
        return START.plus(Duration.ofMinutes(20L * visit));
    }
}
