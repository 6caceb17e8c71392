package dev.rowhouse.repository;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Generates UUIDs of version 7 (RFC 9562): in the order of time, which keeps indexes small, and not to be guessed. Below
 * the millisecond twelve bits hold the fraction, as PostgreSQL 18's {@code uuidv7()} does; 62 bits are random.
 *
 * <p>Safe for use by many threads.
 *
 * @since 0.1
 */
public final class UuidV7 implements Supplier<UUID> {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Clock clock;

    private UuidV7(Clock clock) {
        this.clock = clock;
    }

    /**
     * Returns a generator on the system's clock.
     *
     * @return the generator
     */
    public static UuidV7 generator() {
        return new UuidV7(Clock.systemUTC());
    }

    /**
     * Returns a generator on a clock.
     *
     * @param clock tells the time
     * @return the generator
     */
    public static UuidV7 generator(Clock clock) {
        return new UuidV7(requireNonNull(clock, "clock"));
    }

    /** Returns a new UUID. */
    @Override
    public UUID get() {
        Instant now = clock.instant();
        long millis = now.toEpochMilli();
        long nanosBelow = Duration.between(Instant.ofEpochMilli(millis), now).toNanos();
        long fraction = nanosBelow * 4096 / 1_000_000;
        long most = millis << 16 | 0x7000L | fraction;
        long least = RANDOM.nextLong() >>> 2 | Long.MIN_VALUE;
        return new UUID(most, least);
    }
}
