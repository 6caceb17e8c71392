package dev.rowhouse.hibernate.internal.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UuidV7GeneratorTest {
    private static final Instant TIME = Instant.parse("2026-11-21T10:11:12.345678900Z");

    @Test
    void the_layout_is_the_one_of_the_standard() {
        UUID id = new UuidV7Generator(Clock.fixed(TIME, ZoneOffset.UTC)).next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(TIME.toEpochMilli());
        assertThat(id.getMostSignificantBits() & 0xFFF).isEqualTo(678_900L * 4096 / 1_000_000);
    }

    @Test
    void ids_grow_when_the_clock_stands_still_or_goes_back() {
        UuidV7Generator standing = new UuidV7Generator(Clock.fixed(TIME, ZoneOffset.UTC));
        List<String> ids = Stream.generate(standing::next)
                .limit(10_000)
                .map(UUID::toString)
                .toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void ids_of_many_threads_are_different() {
        UuidV7Generator generator = new UuidV7Generator();

        List<UUID> ids = IntStream.range(0, 100_000)
                .parallel()
                .mapToObj(i -> generator.next())
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids.stream().map(id -> id.getMostSignificantBits())).doesNotHaveDuplicates();
    }
}
