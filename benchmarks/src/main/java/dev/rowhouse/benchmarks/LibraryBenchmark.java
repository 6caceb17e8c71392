package dev.rowhouse.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.benchmarks.Appointments.AppointmentKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
 * What libraries make of the same work on a real PostgreSQL, each with its records and in its own words. Each thread has a
 * connection of its own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LibraryBenchmark {
    private static final int TENANTS = 200;
    private static final int VISITS_PER_TENANT = 100;
    private static final int KEYS = 8_192;
    private static final int MANY = 1_000;

    /** The first tenant has more visits than the others, so that there is something behind a deep page. */
    private static final int MOST_VISITS = Visits.DEPTH + VISITS_PER_TENANT;

    private static final UUID LARGE_TENANT = new AppointmentKey(1, 0).tenantId();

    /** Tells apart what different threads insert. */
    private static final AtomicLong INSTANCES = new AtomicLong();

    /** Which library works. */
    @Param({"RAW", "ROWHOUSE", "REPOSITORY", "JDBI", "JDBC_CLIENT"})
    public Access access;

    private final AppointmentKey[] keys = new AppointmentKey[KEYS];
    private int next;
    private long inserted = INSTANCES.getAndIncrement() << 40;
    private BenchmarkDatabase database;
    private HikariDataSource pool;
    private Visits visits;

    /** Opens the pool and chooses the rows. */
    @Setup
    public void open() {
        database = BenchmarkDatabase.ofThisProcess();
        pool = database.pool(access);
        visits = Visits.of(access, pool, lastBeforeDeepPage());
        Random random = new Random(7);
        for (int i = 0; i < KEYS; i++) {
            keys[i] = new AppointmentKey(1 + random.nextInt(TENANTS), 1 + random.nextInt(VISITS_PER_TENANT));
        }
    }

    /** Empties the table that is inserted into, so that each iteration begins the same. */
    @Setup(Level.Iteration)
    public void emptyTables() throws SQLException {
        database.emptyInserted(access);
    }

    /** Closes the pool. */
    @TearDown
    public void close() {
        pool.close();
    }

    /** Reads a row by its key. */
    @Benchmark
    public Visit jdbcRead() throws SQLException {
        AppointmentKey key = nextKey();
        return required(visits.find(key.tenantId(), key.id()), key.id());
    }

    /** Reads a row by its key: BEGIN, SELECT, COMMIT. */
    @Benchmark
    public Visit jdbcReadInTransaction() throws SQLException {
        AppointmentKey key = nextKey();
        return required(visits.findInTransaction(key.tenantId(), key.id()), key.id());
    }

    /** Reads the first page of the large tenant. */
    @Benchmark
    public List<Visit> jdbcFirstPage() throws SQLException {
        return required(visits.firstPage(LARGE_TENANT), MOST_VISITS);
    }

    /** Reads a page of the large tenant behind a key, far from the first. */
    @Benchmark
    public List<Visit> jdbcDeepPage() throws SQLException {
        return required(visits.deepPage(LARGE_TENANT), MOST_VISITS - Visits.DEPTH);
    }

    /** Inserts a row. */
    @Benchmark
    public UUID jdbcSave() throws SQLException {
        AppointmentKey key = nextKey();
        Visit visit = like(key);
        visits.save(key.tenantId(), visit);
        return visit.id();
    }

    /** Inserts 1,000 rows, all or none. */
    @Benchmark
    public List<Visit> jdbcSaveAll() throws SQLException {
        AppointmentKey key = nextKey();
        List<Visit> many = new ArrayList<>(MANY);
        for (int i = 0; i < MANY; i++) {
            many.add(like(key));
        }
        visits.saveAll(key.tenantId(), many);
        return many;
    }

    private AppointmentKey nextKey() {
        return keys[next++ & (KEYS - 1)];
    }

    private static AppointmentKey numbered(int visit) {
        return new AppointmentKey(1, visit);
    }

    private static Visit lastBeforeDeepPage() {
        AppointmentKey key = numbered(MOST_VISITS - Visits.DEPTH + 1);
        return visit(key.id(), key);
    }

    /** A new visit. */
    private Visit like(AppointmentKey key) {
        return visit(new UUID(0x7000L, 0xA000_0000_0000_0000L | inserted++), key);
    }

    private static Visit visit(UUID id, AppointmentKey key) {
        return new Visit(
                id,
                key.startsAt(),
                "Pet of a new customer",
                "First visit, brings the papers of the last practice",
                4_500,
                null);
    }

    private static Visit required(Visit visit, UUID id) {
        if (!visit.id().equals(id)) {
            throw new IllegalStateException("Reading visit " + id + " gave " + visit);
        }
        return visit;
    }

    private static List<Visit> required(List<Visit> page, int first) {
        Visits.requireRows(page.size(), Visits.PAGE_SIZE);
        required(page.get(0), numbered(first).id());
        return page;
    }
}
