package dev.rowhouse.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UuidV7Test {
    @Test
    void holds_the_time_in_the_places_of_version_7() {
        Instant instant = Instant.parse("2026-11-21T10:00:00.123750Z");

        UUID id = UuidV7.generator(Clock.fixed(instant, ZoneOffset.UTC)).get();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(instant.toEpochMilli());
        assertThat(id.getMostSignificantBits() & 0xFFF).isEqualTo(3072);
    }

    @Test
    void later_ones_are_greater_and_none_repeats() {
        UuidV7 generator = UuidV7.generator();

        UUID first = generator.get();
        long different = Stream.generate(generator).limit(10_000).distinct().count();
        UUID last = UuidV7.generator(Clock.offset(Clock.systemUTC(), java.time.Duration.ofMillis(1)))
                .get();

        assertThat(different).isEqualTo(10_000);
        assertThat(last.toString()).isGreaterThan(first.toString());
    }
}
