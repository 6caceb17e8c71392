package dev.rowhouse.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.data.Sort;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PageCursorsTest {
    private static final UUID ACME = UUID.fromString("00000000-0000-0000-0000-0000000000a1");
    private static final byte[] SECRET = secret('s');

    private static final PageCursors.Scope BY_NAME =
            new PageCursors.Scope(ACME, "pet", List.of(Sort.asc("name"), Sort.asc("id")));

    private final PageCursors cursors = PageCursors.withSecret(SECRET);

    private static byte[] secret(char filling) {
        byte[] secret = new byte[PageCursors.MIN_SECRET_LENGTH];
        Arrays.fill(secret, (byte) filling);
        return secret;
    }

    /** As a client brings it back. */
    private static PageRequest.Cursor carried(PageRequest.Cursor cursor) {
        return PageRequest.Cursor.forKey(cursor.get(0));
    }

    static Stream<Object> values() {
        return Stream.of(
                "Añil",
                "",
                -1L,
                2,
                (short) 3,
                (byte) 4,
                true,
                new UUID(1, 2),
                Instant.parse("2026-11-21T10:00:00.123456Z"),
                OffsetDateTime.parse("2026-11-21T10:00:00.123456+05:30"),
                LocalDate.of(2026, 11, 21),
                LocalTime.of(10, 0, 0, 1000),
                LocalDateTime.of(2026, 11, 21, 10, 0),
                new BigDecimal("12.3400"),
                0.1d,
                0.1f);
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_value_comes_back_as_it_was(Object value) {
        PageRequest.Cursor cursor = cursors.seal(BY_NAME, List.of(value, new UUID(3, 4)));

        assertThat(cursors.open(BY_NAME, carried(cursor))).containsExactly(value, new UUID(3, 4));
    }

    @Test
    void null_comes_back_as_null() {
        PageRequest.Cursor cursor = cursors.seal(BY_NAME, Arrays.<@Nullable Object>asList(null, 1L));

        assertThat(cursors.open(BY_NAME, carried(cursor))).containsExactly(null, 1L);
    }

    @Test
    void enums_zoned_times_and_big_integers_come_back_as_what_sql_compares() {
        ZonedDateTime time = ZonedDateTime.parse("2026-11-21T10:00:00+01:00[Europe/Berlin]");

        PageRequest.Cursor cursor = cursors.seal(
                new PageCursors.Scope(ACME, "pet", List.of(Sort.asc("a"), Sort.asc("b"), Sort.asc("c"))),
                List.of(Thread.State.NEW, time, BigInteger.TEN));

        assertThat(cursors.open(
                        new PageCursors.Scope(ACME, "pet", List.of(Sort.asc("a"), Sort.asc("b"), Sort.asc("c"))),
                        carried(cursor)))
                .containsExactly("NEW", time.toInstant(), BigDecimal.TEN);
    }

    @Test
    void what_has_no_place_in_a_cursor_is_refused_by_name() {
        assertThatThrownBy(() -> cursors.seal(BY_NAME, List.of(new byte[1], 1L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("attribute name is a [B")
                .hasMessageContaining("Order pages by texts, numbers, times, ids, enums or booleans");
        assertThatThrownBy(() -> cursors.seal(BY_NAME, List.of("Añil")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 values were given for an order of 2");
    }

    @Test
    void the_text_shows_nothing_of_the_row_and_is_the_same_each_time() {
        PageRequest.Cursor cursor = cursors.seal(BY_NAME, List.of("Samson", 1L));

        String text = String.valueOf(cursor.get(0));

        assertThat(text).isEqualTo(cursor.toString()).matches("[A-Za-z0-9_-]+");
        assertThat(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1))
                .doesNotContain("Samson");
        assertThat(cursors.seal(BY_NAME, List.of("Samson", 1L)))
                .isEqualTo(cursor)
                .hasSameHashCodeAs(cursor);
        assertThat(cursor.size()).isEqualTo(1);
        assertThat(cursors.seal(BY_NAME, List.of("Samson", 2L))).isNotEqualTo(cursor);
    }

    static Stream<PageCursors.Scope> others() {
        UUID umbrella = UUID.fromString("00000000-0000-0000-0000-0000000000b2");
        return Stream.of(
                new PageCursors.Scope(umbrella, "pet", List.of(Sort.asc("name"), Sort.asc("id"))),
                new PageCursors.Scope(ACME, "owner", List.of(Sort.asc("name"), Sort.asc("id"))),
                new PageCursors.Scope(ACME, "pet", List.of(Sort.desc("name"), Sort.asc("id"))),
                new PageCursors.Scope(ACME, "pet", List.of(Sort.ascIgnoreCase("name"), Sort.asc("id"))),
                new PageCursors.Scope(ACME, "pet", List.of(Sort.asc("id"), Sort.asc("name"))),
                new PageCursors.Scope(ACME, "pet", List.of(Sort.asc("name"))));
    }

    @ParameterizedTest
    @MethodSource("others")
    void another_tenant_table_or_order_is_refused(PageCursors.Scope other) {
        PageRequest.Cursor cursor = cursors.seal(BY_NAME, List.of("Samson", 1L));

        for (PageRequest.Cursor used : List.of(cursor, carried(cursor))) {
            assertThatThrownBy(() -> cursors.open(other, used))
                    .isInstanceOf(InvalidCursorException.class)
                    .hasMessageContaining(
                            "Reading the cursor of a page of " + other.entity() + " for tenant " + other.tenantId())
                    .hasMessageContaining("made for another tenant, table or order")
                    .hasMessageContaining("Begin again with the first page")
                    .hasMessageNotContaining("Samson");
        }
    }

    @Test
    void every_changed_bit_is_noticed() {
        byte[] token = Base64.getUrlDecoder()
                .decode(cursors.seal(BY_NAME, List.of("Samson", 1L)).toString());

        for (int bit = 0; bit < token.length * 8; bit++) {
            byte[] forged = token.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(forged);
            assertThatThrownBy(() -> cursors.open(BY_NAME, PageRequest.Cursor.forKey(text)))
                    .isInstanceOf(InvalidCursorException.class);
        }
    }

    static Stream<PageRequest.Cursor> madeUp() {
        return Stream.of(
                PageRequest.Cursor.forKey("Samson", 1L),
                PageRequest.Cursor.forKey(7),
                PageRequest.Cursor.forKey(""),
                PageRequest.Cursor.forKey("AQ"),
                PageRequest.Cursor.forKey("not base64!"),
                PageRequest.Cursor.forKey("A".repeat(100)),
                PageRequest.Cursor.forKey("A".repeat(1 << 17)),
                PageCursors.withSecret(secret('x')).seal(BY_NAME, List.of("Samson", 1L)));
    }

    @ParameterizedTest
    @MethodSource("madeUp")
    void what_was_not_made_with_the_secret_is_refused(PageRequest.Cursor madeUp) {
        assertThatThrownBy(() -> cursors.open(BY_NAME, madeUp)).isInstanceOf(InvalidCursorException.class);
    }

    @Test
    void the_same_secret_reads_it_elsewhere_and_a_previous_one_for_a_while() {
        PageRequest.Cursor cursor = carried(cursors.seal(BY_NAME, List.of("Samson", 1L)));

        assertThat(PageCursors.withSecret(SECRET).open(BY_NAME, cursor)).containsExactly("Samson", 1L);
        assertThat(PageCursors.withSecret(secret('n'), SECRET).open(BY_NAME, cursor))
                .containsExactly("Samson", 1L);
        assertThatThrownBy(() -> PageCursors.withSecret(secret('n')).open(BY_NAME, cursor))
                .isInstanceOf(InvalidCursorException.class);
    }

    @Test
    void a_short_secret_is_refused() {
        assertThatThrownBy(() -> PageCursors.withSecret(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it has 31 bytes")
                .hasMessageContaining("Give 32 random ones or more");
    }

    @Test
    void a_first_page_leads_on_if_there_is_more_and_not_back() {
        CursoredPage<String> page = page(PageRequest.ofSize(2), true);

        assertThat(page.hasNext()).isTrue();
        assertThat(page.hasPrevious()).isFalse();
        PageRequest next = page.nextPageRequest();
        assertThat(next.mode()).isEqualTo(PageRequest.Mode.CURSOR_NEXT);
        assertThat(next.page()).isEqualTo(2);
        assertThat(next.size()).isEqualTo(2);
        assertThat(next.cursor()).contains(page.cursor(1));
        assertThat(page(PageRequest.ofSize(2), false).hasNext()).isFalse();
    }

    @Test
    void a_page_that_was_reached_by_cursor_leads_back() {
        PageRequest.Cursor cursor = cursors.seal(BY_NAME, List.of("a", 1L));

        CursoredPage<String> next = page(PageRequest.afterCursor(cursor, 5, 2, false), false);
        CursoredPage<String> previous = page(PageRequest.beforeCursor(cursor, 1, 2, false), false);

        assertThat(next.hasNext()).isFalse();
        assertThat(next.hasPrevious()).isTrue();
        assertThat(next.previousPageRequest().page()).isEqualTo(4);
        assertThat(next.previousPageRequest().mode()).isEqualTo(PageRequest.Mode.CURSOR_PREVIOUS);
        assertThat(next.previousPageRequest().cursor()).contains(next.cursor(0));
        assertThat(previous.hasNext()).isTrue();
        assertThat(previous.hasPrevious()).isFalse();
        assertThat(page(PageRequest.beforeCursor(cursor, 1, 2, false), true)
                        .previousPageRequest()
                        .page())
                .isEqualTo(1);
    }

    @Test
    void an_empty_page_leads_nowhere() {
        CursoredPage<String> page =
                cursors.page(BY_NAME, PageRequest.ofSize(2), List.of(), false, -1, (String name) -> List.of(name, 1L));

        assertThat(page.hasNext()).isFalse();
        assertThat(page.hasPrevious()).isFalse();
        assertThat(page.hasTotals()).isFalse();
    }

    private CursoredPage<String> page(PageRequest request, boolean more) {
        return cursors.page(BY_NAME, request, List.of("b", "c"), more, -1, name -> List.of(name, 1L));
    }
}
