package dev.rowhouse.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the {@link InMemoryServer} answers: as many rows as a statement is limited to, all of them the same. */
final class InMemoryTable {
    static final UUID ID = new UUID(0x7000L, 0x8000_0000_0000_0001L);

    private static final int BOOL = 16;
    private static final int INT8 = 20;
    private static final int TEXT = 25;
    private static final int TIMESTAMPTZ = 1184;
    private static final int UUID_OID = 2950;
    private static final Instant YEAR_2000 = Instant.parse("2000-01-01T00:00:00Z");

    /** What else a driver may ask for: it reads as a text and as a number. */
    private static final Column ELSE = text("else", "0");

    private static final Map<String, Column> VISIT = Stream.of(
                    uuid("tenant_id", new UUID(0x4000L, 0x8000_0000_0000_0001L)),
                    uuid("id", ID),
                    timestamp("starts_at", Instant.parse("2026-01-05T08:20:00Z")),
                    text("pet", "Pet 42"),
                    text("note", "Check-up and vaccination"),
                    number("price_cents", 4_500),
                    number("version", 0))
            .collect(Collectors.toMap(Column::name, column -> column));

    private static final Pattern SELECTED = Pattern.compile("^select (.*?)\\sfrom\\s", Pattern.DOTALL);
    private static final Pattern RETURNED = Pattern.compile("\\sreturning (.*)$", Pattern.DOTALL);
    private static final Pattern LIMIT = Pattern.compile("\\slimit (\\d+)");

    private InMemoryTable() {}

    /** A column of an answer, and its value as the protocol writes it. */
    record Column(String name, int type, ByteBuffer asText, ByteBuffer asBinary) {}

    /** Returns the rows with which a statement is answered. They all have the same columns. */
    static List<List<Column>> rows(String statement) {
        String sql = statement.strip().toLowerCase(Locale.ROOT);
        if (sql.contains("from pg_class")) {
            return catalog();
        }
        Matcher selected = SELECTED.matcher(sql);
        Matcher returned = RETURNED.matcher(sql);
        if (returned.find()) {
            return List.of(columns(returned.group(1)));
        }
        List<Column> row = selected.find() ? columns(selected.group(1)) : List.of(ELSE);
        Matcher limit = LIMIT.matcher(sql);
        int rows = limit.find() ? Integer.parseInt(limit.group(1)) : 1;
        return IntStream.range(0, rows).mapToObj(i -> row).toList();
    }

    private static List<Column> columns(String list) {
        return Stream.of(list.split(","))
                .map(name -> VISIT.getOrDefault(name.strip().replace("t.", ""), ELSE))
                .toList();
    }

    /** What a repository reads about its table. */
    private static List<List<Column>> catalog() {
        return VISIT.values().stream()
                .map(column -> List.of(
                        text("table_name", "memory.visit"),
                        text("column_name", column.name),
                        text("identifier", column.name),
                        text("type_name", type(column.type)),
                        truth("not_null", true),
                        truth("generated", false),
                        truth("has_default", false),
                        truth("has_key", true)))
                .toList();
    }

    private static String type(int oid) {
        return switch (oid) {
            case UUID_OID -> "uuid";
            case TIMESTAMPTZ -> "timestamp with time zone";
            case INT8 -> "bigint";
            default -> "text";
        };
    }

    private static Column text(String name, String value) {
        return new Column(name, TEXT, UTF_8.encode(value), UTF_8.encode(value));
    }

    private static Column number(String name, long value) {
        return column(name, INT8, String.valueOf(value), bytes(8).putLong(value));
    }

    private static Column truth(String name, boolean value) {
        return column(name, BOOL, value ? "t" : "f", bytes(1).put((byte) (value ? 1 : 0)));
    }

    private static Column uuid(String name, UUID value) {
        return column(
                name,
                UUID_OID,
                value.toString(),
                bytes(16).putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits()));
    }

    private static Column timestamp(String name, Instant value) {
        return column(
                name,
                TIMESTAMPTZ,
                value.toString().replace('T', ' ').replace("Z", "+00"),
                bytes(8).putLong((value.getEpochSecond() - YEAR_2000.getEpochSecond()) * 1_000_000));
    }

    private static Column column(String name, int type, String asText, ByteBuffer asBinary) {
        return new Column(name, type, UTF_8.encode(asText), asBinary.flip());
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count);
    }
}
