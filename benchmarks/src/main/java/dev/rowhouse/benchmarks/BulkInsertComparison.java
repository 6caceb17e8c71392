package dev.rowhouse.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.jdbc.repository.BulkInsert;
import dev.rowhouse.repository.UuidV7;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Compares the ways to insert many rows of one tenant, under row-level security and not, and prints a table: which one
 * {@link BulkInsert} should be, and what it costs beside COPY into a table without row-level security.
 *
 * <p>Each round runs each way once, on an empty table; what is printed are medians, and for each way the median of its ratios
 * to raw COPY in the same round.
 */
public final class BulkInsertComparison {
    private static final UUID TENANT = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final int WARM_UPS = 2;
    private static final int CHUNK = 5_000;
    private static final String COLUMNS = "tenant_id, id, starts_at, pet, note, price_cents";
    private static final byte[] COPY_HEADER =
            Arrays.copyOf("PGCOPY\n\377\r\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), 19);

    private record Booking(UUID id, Instant startsAt, String pet, String note, long priceCents) {}

    @FunctionalInterface
    private interface Way {
        void insert(List<Booking> bookings) throws SQLException, IOException;
    }

    private BulkInsertComparison() {}

    /**
     * Measures.
     *
     * @param arguments the number of rounds, 9 by default, and of rows, 100,000 by default
     */
    @SuppressForbidden // its output is what the program is for
    public static void main(String... arguments) throws SQLException, IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
        int rows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "8GB")
                .setServerConfig("checkpoint_timeout", "60min")
                .start()) {
            BenchmarkDatabase database = new BenchmarkDatabase(server.getPort(), server.getPort());
            database.create();
            try (HikariDataSource raw = database.pool(Access.RAW);
                    HikariDataSource pool = database.pool(Access.ROWHOUSE)) {
                Map<String, List<Double>> times = measure(database, ways(raw, pool), bookings(rows), rounds);
                print(System.out, times, rows, rounds);
            }
        }
    }

    private static List<Booking> bookings(int count) {
        Random random = new Random(1);
        UuidV7 ids = UuidV7.generator();
        List<Booking> bookings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            bookings.add(new Booking(
                    ids.get(),
                    Instant.ofEpochSecond(1_770_000_000 + i * 600L),
                    "Pet " + random.nextInt(997),
                    "Check-up and vaccination, " + i + " of this business",
                    3_500 + random.nextInt(9_000)));
        }
        return bookings;
    }

    private static Map<String, Way> ways(HikariDataSource raw, HikariDataSource pool) {
        TenantDataSource wrapped = TenantDataSource.wrap(pool);
        Map<String, Way> ways = new LinkedHashMap<>();
        for (String table : List.of("booking", "audited_booking")) {
            ways.put("plain." + table + ": COPY, text", bookings -> copy(raw, "plain." + table, bookings, false));
            ways.put("plain." + table + ": COPY, binary", bookings -> copy(raw, "plain." + table, bookings, true));
            BulkInsert<Booking> bulk = BulkInsert.into(TenantJdbc.on(wrapped), Booking.class)
                    .table("protected." + table)
                    .build();
            ways.put("protected." + table + ": BulkInsert", bulk::insert);
            ways.put(
                    "protected." + table + ": COPY, text, through a temporary table",
                    bookings -> throughTemporaryTable(wrapped, "protected." + table, bookings));
            ways.put(
                    "protected." + table + ": arrays, unnest",
                    bookings -> arrays(wrapped, "protected." + table, bookings));
            ways.put(
                    "protected." + table + ": rewritten batches",
                    bookings -> batches(wrapped, "protected." + table, bookings));
        }
        return ways;
    }

    private static Map<String, List<Double>> measure(
            BenchmarkDatabase database, Map<String, Way> ways, List<Booking> bookings, int rounds)
            throws SQLException, IOException {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (int round = -WARM_UPS; round < rounds; round++) {
            List<Map.Entry<String, Way>> order = new ArrayList<>(ways.entrySet());
            if (round % 2 != 0) {
                Collections.reverse(order);
            }
            for (Map.Entry<String, Way> way : order) {
                database.emptyInserted(Access.RAW);
                database.emptyInserted(Access.ROWHOUSE);
                long begin = System.nanoTime();
                run(way.getValue(), bookings);
                double millis = (System.nanoTime() - begin) / 1e6;
                if (round >= 0) {
                    times.computeIfAbsent(way.getKey(), name -> new ArrayList<>())
                            .add(millis);
                }
            }
        }
        return times;
    }

    private static void run(Way way, List<Booking> bookings) throws SQLException, IOException {
        try {
            TenantContext.of(TENANT).withActor("loader").run(() -> {
                try {
                    way.insert(bookings);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void print(PrintStream out, Map<String, List<Double>> times, int rows, int rounds) {
        out.printf(
                Locale.ROOT, "%,d rows, %d rounds, ratio to text COPY into the same table without RLS%n", rows, rounds);
        out.println("| table and way | ms | rows a second | ratio |");
        out.println("|---|---|---|---|");
        times.forEach((name, millis) -> {
            String table = name.substring(name.indexOf('.') + 1, name.indexOf(':'));
            List<Double> base = times.getOrDefault("plain." + table + ": COPY, text", millis);
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < millis.size(); i++) {
                ratios.add(base.get(i) / millis.get(i));
            }
            double median = median(millis);
            out.printf(
                    Locale.ROOT, "| %s | %.0f | %,.0f | %.2f |%n", name, median, rows / median * 1_000, median(ratios));
        });
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    // ---- the ways

    private static void inTransaction(javax.sql.DataSource dataSource, Work work) throws SQLException, IOException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            work.on(connection);
            connection.commit();
        }
    }

    @FunctionalInterface
    private interface Work {
        void on(Connection connection) throws SQLException, IOException;
    }

    private static void copy(HikariDataSource raw, String table, List<Booking> bookings, boolean binary)
            throws SQLException, IOException {
        inTransaction(raw, connection -> {
            if (binary) {
                copyBinary(connection, table + " (" + COLUMNS + ")", bookings);
            } else {
                copyText(connection, table + " (" + COLUMNS + ")", bookings, true);
            }
        });
    }

    private static void copyText(Connection connection, String target, List<Booking> bookings, boolean withTenant)
            throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + target + " from stdin");
        StringBuilder text = new StringBuilder(1 << 17);
        for (Booking booking : bookings) {
            if (withTenant) {
                text.append(TENANT).append('\t');
            }
            text.append(booking.id)
                    .append('\t')
                    .append(booking.startsAt)
                    .append('\t')
                    .append(booking.pet)
                    .append('\t')
                    .append(booking.note)
                    .append('\t')
                    .append(booking.priceCents)
                    .append('\n');
            if (text.length() > 1 << 16) {
                send(copy, text);
            }
        }
        send(copy, text);
        copy.endCopy();
    }

    private static void send(CopyIn copy, StringBuilder text) throws SQLException {
        byte[] bytes = text.toString().getBytes(UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        text.setLength(0);
    }

    private static void copyBinary(Connection connection, String target, List<Booking> bookings)
            throws SQLException, IOException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + target + " from stdin (format binary)");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 17);
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(COPY_HEADER);
        for (Booking booking : bookings) {
            out.writeShort(6);
            id(out, TENANT);
            id(out, booking.id);
            out.writeInt(8);
            out.writeLong((booking.startsAt.getEpochSecond() - 946_684_800) * 1_000_000);
            text(out, booking.pet);
            text(out, booking.note);
            out.writeInt(8);
            out.writeLong(booking.priceCents);
            if (bytes.size() > 1 << 16) {
                copy.writeToCopy(bytes.toByteArray(), 0, bytes.size());
                bytes.reset();
            }
        }
        out.writeShort(-1);
        copy.writeToCopy(bytes.toByteArray(), 0, bytes.size());
        copy.endCopy();
    }

    private static void id(DataOutputStream out, UUID id) throws IOException {
        out.writeInt(16);
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void throughTemporaryTable(TenantDataSource dataSource, String table, List<Booking> bookings)
            throws SQLException, IOException {
        inTransaction(dataSource, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "create temporary table incoming (id uuid, starts_at timestamptz, pet text, note text, price_cents int8)"
                                + " on commit drop");
            }
            copyText(connection, "pg_temp.incoming", bookings, false);
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into " + table + " (" + COLUMNS + ") select ?, r.* from pg_temp.incoming as r")) {
                insert.setObject(1, TENANT);
                insert.executeUpdate();
            }
        });
    }

    private static void arrays(TenantDataSource dataSource, String table, List<Booking> bookings)
            throws SQLException, IOException {
        inTransaction(dataSource, connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into " + table + " (" + COLUMNS
                            + ") select ?, r.* from unnest(?::uuid[], ?::timestamptz[], ?::text[], ?::text[], ?::int8[]) as r")) {
                for (int from = 0; from < bookings.size(); from += CHUNK) {
                    List<Booking> part = bookings.subList(from, Math.min(from + CHUNK, bookings.size()));
                    insert.setObject(1, TENANT);
                    array(connection, insert, 2, "uuid", part, booking -> booking.id.toString());
                    array(connection, insert, 3, "timestamptz", part, booking -> booking.startsAt.toString());
                    array(connection, insert, 4, "text", part, Booking::pet);
                    array(connection, insert, 5, "text", part, Booking::note);
                    array(connection, insert, 6, "int8", part, booking -> String.valueOf(booking.priceCents));
                    insert.executeUpdate();
                }
            }
        });
    }

    private static void array(
            Connection connection,
            PreparedStatement statement,
            int index,
            String type,
            List<Booking> part,
            Function<Booking, String> value)
            throws SQLException {
        statement.setArray(
                index, connection.createArrayOf(type, part.stream().map(value).toArray(String[]::new)));
    }

    private static void batches(TenantDataSource dataSource, String table, List<Booking> bookings)
            throws SQLException, IOException {
        inTransaction(dataSource, connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into " + table + " (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?)")) {
                int waiting = 0;
                for (Booking booking : bookings) {
                    insert.setObject(1, TENANT);
                    insert.setObject(2, booking.id);
                    insert.setObject(3, booking.startsAt.atOffset(ZoneOffset.UTC));
                    insert.setString(4, booking.pet);
                    insert.setString(5, booking.note);
                    insert.setLong(6, booking.priceCents);
                    insert.addBatch();
                    waiting++;
                    if (waiting % CHUNK == 0) {
                        insert.executeBatch();
                    }
                }
                insert.executeBatch();
            }
        });
    }
}
