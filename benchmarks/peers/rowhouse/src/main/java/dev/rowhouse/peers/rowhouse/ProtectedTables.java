package dev.rowhouse.peers.rowhouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.rowhouse.SigningKey;
import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.peers.Attempt.Tenant;
import dev.rowhouse.peers.Tables;
import dev.rowhouse.schema.RowhouseSchema;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The tables as Rowhouse's guide says to make them, and its context. */
final class ProtectedTables {
    static final String CONFIGURATION =
            "`TenantDataSource` and `RowhouseSchema` with a signing key, `protect_table` for each table, `guard_new_tables`";

    private static final SigningKey KEY = SigningKey.of(1, "known to the application and the database".getBytes(UTF_8));

    private ProtectedTables() {}

    static void create(Tables tables) throws SQLException {
        RowhouseSchema.builder()
                .applicationRole(tables.applicationRole())
                .signingKey(KEY)
                .build()
                .installOn(tables.owner());
        Tables.run(tables.superuser(), "select rowhouse.guard_new_tables()");
        Tables.run(tables.owner(), script());
        tables.createBeside();
        Tables.run(tables.owner(), "select rowhouse.protect_table('document_history', audit => false)");
    }

    static TenantDataSource wrap(DataSource pool) {
        return TenantDataSource.builder(pool).signingKey(KEY).build();
    }

    private static String script() {
        try (InputStream script = ProtectedTables.class.getResourceAsStream("protected.sql")) {
            return new String(requireNonNull(script).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What an attacker who can run SQL would send to become another tenant. */
    static List<String> forgeries(Tenant victim) {
        return List.of("select set_config('app.current_tenant_id', '" + victim.id() + "', true)");
    }

    /** Runs work for a tenant, or for none. */
    static void with(@Nullable UUID tenant, Work work) throws Exception {
        if (tenant == null) {
            work.run();
        } else {
            TenantContext.of(tenant).withActor("mallory").run(work::run);
        }
    }

    /** What is run for a tenant. */
    interface Work {
        void run() throws Exception;
    }
}
