package dev.rowhouse.repository;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Generates UUIDs of version 7 (RFC 9562, sections 5.7 and 6.2, method 3): 48 bits of Unix time in milliseconds, 12 bits of
 * its fraction, as PostgreSQL 18's {@code uuidv7()} has them, and 62 random bits. In the order of time, which keeps
 * indexes small, and not to be guessed.
 *
 * <p>What one generator makes grows strictly, also when the clock is set back; what several processes make is ordered as
 * well as their clocks agree. Safe for use by many threads.
 *
 * @since 0.1
 */
public final class UuidV7 implements Supplier<UUID> {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Milliseconds of Unix time in the upper bits, their fraction in the lower twelve. */
    private final AtomicLong lastTime = new AtomicLong();

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
        long time = lastTime.updateAndGet(last -> Math.max(last + 1, now()));
        long most = ((time >>> 12) << 16) | 0x7000L | (time & 0xFFFL);
        long least = (RANDOM.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(most, least);
    }

    private long now() {
        Instant now = clock.instant();
        long nanosBelow = now.getLong(ChronoField.NANO_OF_SECOND) % 1_000_000;
        return (now.toEpochMilli() << 12) | (nanosBelow * 4096 / 1_000_000);
    }
}
