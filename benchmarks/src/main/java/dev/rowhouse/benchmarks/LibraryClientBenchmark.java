package dev.rowhouse.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
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

/**
 * What libraries add to the driver, on an {@link InMemoryServer}: the time and the garbage of reading parameters and making
 * records, where neither a network nor a server hides it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LibraryClientBenchmark {
    private static final UUID ACME = new UUID(0x4000L, 0x8000_0000_0000_0001L);

    /** What each row in memory becomes; as a new one it has no version yet. */
    private static final Visit VISIT = new Visit(
            InMemoryTable.ID,
            OffsetDateTime.of(2026, 1, 5, 8, 20, 0, 0, ZoneOffset.UTC),
            "Pet 42",
            "Check-up and vaccination",
            4_500,
            null);

    /** Which library works. */
    @Param({"RAW", "ROWHOUSE", "REPOSITORY", "JDBI", "JDBC_CLIENT"})
    public Access access;

    private HikariDataSource pool;
    private Visits visits;

    /** Opens the pool. */
    @Setup
    public void open() {
        pool = InMemorySocketFactory.pool();
        visits = Visits.of(access, pool, VISIT);
    }

    /** Notes when the iteration begins. */
    @Setup(Level.Iteration)
    public void beginIteration() {
        CpuTimeProfiler.begin();
    }

    /** Notes what the iteration took. */
    @TearDown(Level.Iteration)
    public void endIteration() {
        CpuTimeProfiler.end();
    }

    /** Closes the pool. */
    @TearDown
    public void close() {
        pool.close();
    }

    /** Reads a row by its key, in autocommit. */
    @Benchmark
    public Visit jdbcClientRead() throws SQLException {
        return required(visits.find(ACME, VISIT.id()));
    }

    /** Reads a page behind a key, in autocommit. */
    @Benchmark
    public List<Visit> jdbcClientPage() throws SQLException {
        List<Visit> page = visits.deepPage(ACME);
        Visits.requireRows(page.size(), Visits.PAGE_SIZE);
        required(page.get(Visits.PAGE_SIZE - 1));
        return page;
    }

    /** Inserts a row, in autocommit. */
    @Benchmark
    public UUID jdbcClientSave() throws SQLException {
        visits.save(ACME, VISIT);
        return VISIT.id();
    }

    private static Visit required(Visit read) {
        if (!read.id().equals(VISIT.id()) || !read.startsAt().isEqual(VISIT.startsAt()) || read.priceCents() != 4_500) {
            throw new IllegalStateException("Reading " + VISIT + " gave " + read);
        }
        return read;
    }
}
