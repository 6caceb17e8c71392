package dev.rowhouse.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.TenantContext;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.jdbc.repository.BulkInsert;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Inserts of very many rows: COPY, where PostgreSQL allows it, and {@link BulkInsert} under row-level security. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BulkBenchmark {
    static final int ROWS = 100_000;

    /** How the rows are inserted. */
    @Param({"RAW", "RAW_BINARY_COPY", "RAW_BATCH", "ROWHOUSE"})
    public Access access;

    private BenchmarkDatabase database;
    private HikariDataSource pool;
    private List<BulkInserts.Booking> bookings;
    private BulkInsert<BulkInserts.Booking> bulk;

    /** Opens the pool and makes the rows. */
    @Setup
    public void open() {
        database = BenchmarkDatabase.ofThisProcess();
        pool = database.pool(access);
        bookings = BulkInserts.bookings(ROWS);
        bulk = BulkInsert.into(TenantJdbc.on(Access.wrap(pool)), BulkInserts.Booking.class)
                .table("protected.booking")
                .build();
    }

    /** Empties the table, which each call fills. */
    @Setup(Level.Invocation)
    public void emptyTables() throws SQLException {
        database.emptyInserted(access);
    }

    /** Closes the pool. */
    @TearDown
    public void close() {
        pool.close();
    }

    /** Inserts 100,000 rows, all or none. */
    @Benchmark
    public List<BulkInserts.Booking> jdbcBulkInsert() throws SQLException, IOException {
        switch (access) {
            case RAW -> BulkInserts.copyText(pool, "plain.booking", bookings);
            case RAW_BINARY_COPY -> BulkInserts.copyBinary(pool, "plain.booking", bookings);
            case RAW_BATCH -> BulkInserts.batches(pool, "plain.booking", bookings);
            case ROWHOUSE ->
                TenantContext.of(BulkInserts.TENANT).run(() -> Visits.requireRows(bulk.insert(bookings), ROWS));
            default -> throw new IllegalStateException("Inserting rows: " + access + " is no way to do it.");
        }
        return bookings;
    }
}
