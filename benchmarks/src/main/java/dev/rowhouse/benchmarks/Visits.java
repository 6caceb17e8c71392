package dev.rowhouse.benchmarks;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The same work on the tables {@code visit} and {@code new_visit}, as an application would write it with one library. What
 * does not find or write the rows that it must throws.
 */
interface Visits {
    int PAGE_SIZE = 20;

    /** How many rows come before a deep page. */
    int DEPTH = 100_000;

    /** Reads a row by its key. */
    Visit find(UUID tenantId, UUID id) throws SQLException;

    /** Reads a row by its key in a transaction that begins before and is committed after. */
    Visit findInTransaction(UUID tenantId, UUID id) throws SQLException;

    /** Reads the latest visits of a tenant. */
    List<Visit> firstPage(UUID tenantId) throws SQLException;

    /** Reads the visits of a tenant before the last of {@link #DEPTH} ones. */
    List<Visit> deepPage(UUID tenantId) throws SQLException;

    /** Writes a new row. */
    void save(UUID tenantId, Visit visit) throws SQLException;

    /** Writes new rows, all or none. */
    void saveAll(UUID tenantId, List<Visit> visits) throws SQLException;

    /**
     * Chooses a library.
     *
     * @param pool what it works on
     * @param last the last of the visits before a deep page
     */
    static Visits of(Access access, DataSource pool, Visit last) {
        VisitSql sql = new VisitSql(access);
        return switch (access) {
            case RAW -> new RawVisits(pool, sql, last);
            case ROWHOUSE -> new TenantJdbcVisits(pool, sql, last);
            case REPOSITORY -> new RepositoryVisits(pool);
            case JDBI -> new JdbiVisits(pool, sql, last);
            case JDBC_CLIENT -> new JdbcClientVisits(pool, sql, last);
            default -> throw new IllegalArgumentException("Choosing a library: " + access + " is none.");
        };
    }

    static void requireRows(long found, long wanted) {
        if (found != wanted) {
            throw new IllegalStateException("There were " + found + " rows instead of " + wanted + ".");
        }
    }
}
