package dev.rowhouse.hibernate.internal.generator;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.BeforeExecutionGenerator;
import org.hibernate.generator.EventType;
import org.hibernate.generator.EventTypeSets;
import org.jspecify.annotations.Nullable;

/** Generates ids of version 7. Each entity type has one generator. */
public final class UuidV7Generator implements BeforeExecutionGenerator {
    private static final long serialVersionUID = 1L;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Milliseconds of Unix time in the upper bits, their fraction in the lower twelve. */
    private final AtomicLong lastTime = new AtomicLong();

    private final Clock clock;

    /** Creates a generator; Hibernate does this. */
    public UuidV7Generator() {
        this(Clock.systemUTC());
    }

    UuidV7Generator(Clock clock) {
        this.clock = clock;
    }

    @Override
    public EnumSet<EventType> getEventTypes() {
        return EventTypeSets.INSERT_ONLY;
    }

    @Override
    public boolean allowAssignedIdentifiers() {
        return true;
    }

    @Override
    public Object generate(
            SharedSessionContractImplementor session,
            Object owner,
            @Nullable Object currentValue,
            EventType eventType) {
        return currentValue == null ? next() : currentValue;
    }

    UUID next() {
        long time = lastTime.updateAndGet(last -> Math.max(last + 1, now()));
        long most = ((time >>> 12) << 16) | 0x7000L | (time & 0xFFFL);
        long least = (RANDOM.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(most, least);
    }

    private long now() {
        Instant now = clock.instant();
        long millis = now.toEpochMilli();
        long nanosBelow = Duration.between(Instant.ofEpochMilli(millis), now).toNanos();
        return (millis << 12) | (nanosBelow * 4096 / 1_000_000);
    }
}
