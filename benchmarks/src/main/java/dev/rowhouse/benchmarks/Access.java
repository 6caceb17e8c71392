package dev.rowhouse.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rowhouse.SigningKey;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.isolation.IsolationCheck;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** The ways to do the same work that are compared. */
public enum Access {
    /** HikariCP and the driver; each statement names the tenant; tables without row-level security. */
    RAW("plain", true, false),

    /** As RAW, with the context in front of the first statement, written by hand: the price of sending it. */
    RAW_WITH_CONTEXT("plain", true, true),

    /** As Rowhouse does it, written by hand without Rowhouse: the price of row-level security on top. */
    BY_HAND("protected", false, true),

    /** Rowhouse over HikariCP; no statement names the tenant; tables under row-level security. */
    ROWHOUSE("protected", false, false),

    /** As ROWHOUSE, in a database that insists on signed contexts. */
    ROWHOUSE_SIGNED("protected", false, false),

    /** A repository of Rowhouse, which writes the statements. */
    REPOSITORY("protected", false, false),

    /** Jdbi over HikariCP; each statement names the tenant; tables without row-level security. */
    JDBI("plain", true, false),

    /** Spring's JdbcClient over HikariCP; each statement names the tenant; tables without row-level security. */
    JDBC_CLIENT("plain", true, false),

    /** As RAW, with COPY in its binary format. */
    RAW_BINARY_COPY("plain", true, false),

    /** As RAW, with a JDBC batch that the driver rewrites. */
    RAW_BATCH("plain", true, false);

    static final SigningKey SIGNING_KEY =
            SigningKey.of(1, "known to client and server of the benchmarks".getBytes(UTF_8));

    static final String CONTEXT = "select pg_catalog.set_config('app.current_tenant_id', ?, true); ";

    private final String schema;
    private final boolean namesTenant;
    private final boolean sendsContext;

    Access(String schema, boolean namesTenant, boolean sendsContext) {
        this.schema = schema;
        this.namesTenant = namesTenant;
        this.sendsContext = sendsContext;
    }

    /** Whether statements name the tenant, because the database does not know it. */
    boolean namesTenant() {
        return namesTenant;
    }

    String schema() {
        return schema;
    }

    /** Completes a text in which {@code [tenant]} stands where only a statement that names the tenant says more. */
    String text(String sql, String whereTenantIsNamed) {
        String text = sql.replace("[tenant]", namesTenant ? whereTenantIsNamed : "");
        return sendsContext ? CONTEXT + text : text;
    }

    /** Binds the tenant wherever the text wants it, and returns the index of the next parameter. */
    int bindTenant(PreparedStatement statement, UUID tenantId) throws SQLException {
        int index = 1;
        if (sendsContext) {
            statement.setString(index++, tenantId.toString());
        }
        if (namesTenant) {
            statement.setObject(index++, tenantId);
        }
        return index;
    }

    /** Runs a query and returns its rows, past those of the context. */
    ResultSet query(PreparedStatement statement, UUID tenantId) throws SQLException {
        if (!sendsContext) {
            return statement.executeQuery();
        }
        statement.execute();
        try (ResultSet sent = statement.getResultSet()) {
            if (!sent.next() || !tenantId.equals(UUID.fromString(sent.getString(1)))) {
                throw new SQLException("The database answered with another tenant.");
            }
        }
        if (!statement.getMoreResults()) {
            throw new SQLException("The query behind the context gave no rows.");
        }
        return statement.getResultSet();
    }

    /** Wraps a pool. The tables without row-level security, with which others are measured, are open to the same role. */
    static TenantDataSource wrap(DataSource pool) {
        return unchecked(pool).build();
    }

    /** Wraps a pool as this way wants it, or leaves it as it is. */
    DataSource dataSource(DataSource pool) {
        return switch (this) {
            case ROWHOUSE -> wrap(pool);
            case ROWHOUSE_SIGNED -> unchecked(pool).signingKey(SIGNING_KEY).build();
            default -> pool;
        };
    }

    boolean isRowhouse() {
        return this == ROWHOUSE || this == ROWHOUSE_SIGNED;
    }

    private static TenantDataSource.Builder unchecked(DataSource pool) {
        return TenantDataSource.builder(pool).isolationCheck(IsolationCheck.off());
    }
}
