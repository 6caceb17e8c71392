package dev.rowhouse.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.TenantCallable;
import dev.rowhouse.TenantContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
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
 * The client alone, on an {@link InMemoryServer}: what Rowhouse adds to the time and the garbage of a statement, where
 * neither a network nor a server hides it. The driver is the real one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClientBenchmark {
    private static final UUID ACME = new UUID(0x4000L, 0x8000_0000_0000_0001L);
    private static final UUID ROW = new UUID(0x7000L, 0x8000_0000_0000_0001L);

    /** How the database is reached. */
    @Param({"RAW", "RAW_WITH_CONTEXT", "ROWHOUSE"})
    public Access access;

    private HikariDataSource pool;
    private DataSource dataSource;
    private String find;
    private String insert;
    private TenantContext context;
    private Connection connection;
    private PreparedStatement kept;

    /** Opens a pool, and a transaction in which the database has been told the tenant. */
    @Setup
    public void open() throws SQLException {
        pool = InMemorySocketFactory.pool();
        dataSource = access.dataSource(pool);
        // both name the tenant, so that the driver binds the same two values and the wrapper alone differs
        find = "select note, pet from appointment where tenant_id = ? and id = ?";
        insert = "insert into booking (tenant_id, id) values (?, ?)";
        context = TenantContext.of(ACME);
        connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        forTenant(false, () -> find(connection));
        kept = connection.prepareStatement(find);
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
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
        pool.close();
    }

    /** A later query of a transaction: prepared, executed, read, closed. */
    @Benchmark
    public String laterQuery() throws SQLException {
        return forTenant(false, () -> find(connection));
    }

    /** A later query of a transaction, with a statement that is kept. */
    @Benchmark
    public String laterKeptQuery() throws SQLException {
        return forTenant(false, () -> find(kept, 1));
    }

    /** A later insert of a transaction. */
    @Benchmark
    public int laterInsert() throws SQLException {
        return forTenant(false, () -> {
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                bind(statement, 1);
                return statement.executeUpdate();
            }
        });
    }

    /** A whole unit of work: context, connection, one query in a transaction, commit. */
    @Benchmark
    public String unitOfOneQuery() throws SQLException {
        return forTenant(true, () -> {
            try (Connection borrowed = dataSource.getConnection()) {
                borrowed.setAutoCommit(false);
                String note = find(borrowed);
                borrowed.commit();
                return note;
            }
        });
    }

    /** A query in autocommit: context, connection, query. */
    @Benchmark
    public String autocommitQuery() throws SQLException {
        return forTenant(true, () -> {
            try (Connection borrowed = dataSource.getConnection()) {
                return find(borrowed);
            }
        });
    }

    /** With Rowhouse the context is bound each time, and made anew where the work is a request of its own. */
    private <T> T forTenant(boolean request, TenantCallable<T, SQLException> body) throws SQLException {
        if (access != Access.ROWHOUSE) {
            return body.call();
        }
        return (request ? TenantContext.of(ACME) : context).call(body);
    }

    private String find(Connection on) throws SQLException {
        boolean first = access == Access.RAW_WITH_CONTEXT && on != connection;
        try (PreparedStatement statement = on.prepareStatement(first ? Access.CONTEXT + find : find)) {
            if (first) {
                statement.setString(1, ACME.toString());
            }
            return find(statement, first ? 2 : 1);
        }
    }

    private String find(PreparedStatement statement, int index) throws SQLException {
        bind(statement, index);
        try (ResultSet rows = index == 1 ? statement.executeQuery() : access.query(statement, ACME)) {
            if (!rows.next()) {
                throw new SQLException("There is no row.");
            }
            return rows.getString(1);
        }
    }

    private static void bind(PreparedStatement statement, int index) throws SQLException {
        statement.setObject(index, ACME);
        statement.setObject(index + 1, ROW);
    }
}
