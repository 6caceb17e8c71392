package dev.rowhouse.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.TenantContext;
import dev.rowhouse.benchmarks.Appointments.AppointmentKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
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
 * Units of work on a real PostgreSQL: a connection from the pool, a transaction, the connection back to the pool. With
 * Rowhouse each unit also makes its tenant context, as a request would. Each thread has a connection of its own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DatabaseBenchmark {
    private static final String ACTOR = "dana@example.com";
    private static final int KEYS = 8_192;

    /** How the database is reached. */
    @Param({"RAW", "ROWHOUSE"})
    public Access access;

    private final AppointmentKey[] keys = new AppointmentKey[KEYS];
    private int next;
    private BenchmarkDatabase database;
    private HikariDataSource pool;
    private DataSource dataSource;
    private Appointments appointments;

    /** Work on one connection, for one tenant. */
    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection, AppointmentKey key) throws SQLException;
    }

    /** Opens the pool and chooses the rows. */
    @Setup
    public void open() {
        open(BenchmarkDatabase.ofThisProcess());
    }

    final void open(BenchmarkDatabase measured) {
        database = measured;
        pool = database.pool(access);
        dataSource = access.dataSource(pool);
        appointments = new Appointments(access);
        Random random = new Random(7);
        for (int i = 0; i < KEYS; i++) {
            keys[i] = new AppointmentKey(
                    1 + random.nextInt(Appointments.TENANTS),
                    1 + Appointments.PAGE_SIZE + random.nextInt(Appointments.ROWS_PER_TENANT - Appointments.PAGE_SIZE));
        }
    }

    /** Empties the tables that are inserted into, so that each iteration begins the same. */
    @Setup(Level.Iteration)
    public void emptyTables() throws SQLException {
        database.emptyInserted(access);
    }

    /** Closes the pool. */
    @TearDown
    public void close() {
        pool.close();
    }

    /** Reads a row by its primary key: BEGIN, SELECT, COMMIT. */
    @Benchmark
    public String readInTransaction() throws SQLException {
        return inTransaction(appointments::find);
    }

    /** Reads a row by its primary key in autocommit. */
    @Benchmark
    public String readInAutocommit() throws SQLException {
        return work(appointments::find, true, null);
    }

    /** Reads a page of 20 rows behind a key: BEGIN, SELECT, COMMIT. */
    @Benchmark
    public long readPage() throws SQLException {
        return inTransaction(appointments::page);
    }

    /** Inserts a row: BEGIN, INSERT, COMMIT. */
    @Benchmark
    public int insert() throws SQLException {
        return inTransaction(appointments::insert);
    }

    /** Inserts a row with audit columns: by a trigger with Rowhouse, by the application without. */
    @Benchmark
    public int insertAudited() throws SQLException {
        return work(
                (connection, key) ->
                        appointments.insertAudited(connection, key, OffsetDateTime.now(ZoneOffset.UTC), ACTOR),
                false,
                ACTOR);
    }

    /** Inserts 1,000 rows in one JDBC batch, which is the first statement of its transaction. */
    @Benchmark
    public int insertBatch() throws SQLException {
        return inTransaction(appointments::insertBatch);
    }

    /** Reads a row, then inserts 1,000 rows in one JDBC batch. */
    @Benchmark
    public int readThenInsertBatch() throws SQLException {
        return inTransaction((connection, key) ->
                appointments.find(connection, key).length() + appointments.insertBatch(connection, key));
    }

    /** Reads a row and a page and inserts a row. */
    @Benchmark
    public long threeStatements() throws SQLException {
        return inTransaction(
                (connection, key) -> appointments.find(connection, key).length()
                        + appointments.page(connection, key)
                        + appointments.insert(connection, key));
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        return work(work, false, null);
    }

    private <T> T work(Work<T> work, boolean autoCommit, @Nullable String actor) throws SQLException {
        AppointmentKey key = keys[next++ & (KEYS - 1)];
        if (!access.isRowhouse()) {
            return unit(work, key, autoCommit);
        }
        TenantContext context = contextOf(key.tenantId(), actor);
        return context.call(() -> unit(work, key, autoCommit));
    }

    private static TenantContext contextOf(UUID tenantId, @Nullable String actor) {
        TenantContext context = TenantContext.of(tenantId);
        return actor == null ? context : context.withActor(actor);
    }

    private <T> T unit(Work<T> work, AppointmentKey key, boolean autoCommit) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (autoCommit) {
                return work.on(connection, key);
            }
            connection.setAutoCommit(false);
            T result = work.on(connection, key);
            connection.commit();
            return result;
        }
    }
}
