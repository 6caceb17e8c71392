package dev.rowhouse.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.jdbc.repository.BulkInsert;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares the ways to insert many rows of one tenant, under row-level security and not, and prints a table: which one
 * {@link BulkInsert} should be, and what it costs beside COPY into a table without row-level security.
 *
 * <p>Each round runs each way once, on an empty table; what is printed are medians, and for each way the median of its ratios
 * to raw COPY in the same round.
 */
public final class BulkInsertComparison {
    private static final int WARM_UPS = 2;

    @FunctionalInterface
    private interface Way {
        void insert(List<BulkInserts.Booking> bookings) throws SQLException, IOException;
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
                Map<String, List<Double>> times =
                        measure(database, ways(raw, pool), BulkInserts.bookings(rows), rounds);
                print(System.out, times, rows, rounds);
            }
        }
    }

    private static Map<String, Way> ways(HikariDataSource raw, HikariDataSource pool) {
        TenantDataSource wrapped = Access.wrap(pool);
        Map<String, Way> ways = new LinkedHashMap<>();
        for (String table : List.of("booking", "audited_booking")) {
            ways.put(
                    "plain." + table + ": COPY, text",
                    bookings -> BulkInserts.copyText(raw, "plain." + table, bookings));
            ways.put(
                    "plain." + table + ": COPY, binary",
                    bookings -> BulkInserts.copyBinary(raw, "plain." + table, bookings));
            BulkInsert<BulkInserts.Booking> bulk = BulkInsert.into(TenantJdbc.on(wrapped), BulkInserts.Booking.class)
                    .table("protected." + table)
                    .build();
            ways.put("protected." + table + ": BulkInsert", bulk::insert);
            ways.put(
                    "protected." + table + ": COPY, text, through a temporary table",
                    bookings -> BulkInserts.throughTemporaryTable(wrapped, "protected." + table, bookings));
            ways.put(
                    "protected." + table + ": arrays, unnest",
                    bookings -> BulkInserts.arrays(wrapped, "protected." + table, bookings));
            ways.put(
                    "protected." + table + ": rewritten batches",
                    bookings -> BulkInserts.batches(wrapped, "protected." + table, bookings));
        }
        return ways;
    }

    private static Map<String, List<Double>> measure(
            BenchmarkDatabase database, Map<String, Way> ways, List<BulkInserts.Booking> bookings, int rounds)
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

    private static void run(Way way, List<BulkInserts.Booking> bookings) throws SQLException, IOException {
        try {
            TenantContext.of(BulkInserts.TENANT).withActor("loader").run(() -> {
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
}
