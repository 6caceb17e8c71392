package dev.rowhouse.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
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
    void ids_grow_when_the_clock_stands_still_or_goes_back() {
        UuidV7 standing = UuidV7.generator(Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC));
        List<String> ids =
                Stream.generate(standing).limit(10_000).map(UUID::toString).toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void ids_of_many_threads_are_different() {
        UuidV7 generator = UuidV7.generator();

        List<UUID> ids = IntStream.range(0, 100_000)
                .parallel()
                .mapToObj(i -> generator.get())
                .toList();

        assertThat(ids.stream().map(UUID::getMostSignificantBits)).doesNotHaveDuplicates();
    }
}
