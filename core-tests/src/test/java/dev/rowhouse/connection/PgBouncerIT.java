package dev.rowhouse.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Behind PgBouncer in transaction mode, where many clients share few sessions, nobody sees another tenant's rows. */
class PgBouncerIT {
    private static final int CLIENTS = 8;
    private static final int TRANSACTIONS = 150;

    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .setUp(set -> {
                try (Connection connection = set.owner().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("create table visit (tenant_id uuid, id uuid default gen_random_uuid(),"
                            + " whose text not null, primary key (tenant_id, id))");
                    statement.execute("select rowhouse.protect_table('visit')");
                }
            })
            .build();

    @TempDir
    Path directory;

    @Test
    void each_client_sees_its_own_tenant_though_all_share_two_sessions() throws Exception {
        try (PgBouncer bouncer = PgBouncer.start(database, directory, 2);
                HikariDataSource pool = pool(bouncer, CLIENTS, "prepareThreshold", "0")) {
            DataSource dataSource = TenantDataSource.wrap(pool);

            List<Seen> seen = allClients(dataSource);

            assertThat(seen).allSatisfy(client -> {
                assertThat(client.failures()).isEmpty();
                assertThat(client.right()).isEqualTo(TRANSACTIONS);
                assertThat(client.wrong()).isZero();
            });
        }
    }

    @Test
    void a_setting_of_the_session_would_have_leaked() throws Exception {
        try (PgBouncer bouncer = PgBouncer.start(database, directory, 1);
                HikariDataSource pool = pool(bouncer, 3, "prepareThreshold", "0");
                Connection careless = pool.getConnection();
                Connection other = pool.getConnection()) {
            try (PreparedStatement set =
                    careless.prepareStatement("select set_config('app.current_tenant_id', ?, false)")) {
                set.setString(1, UUID.randomUUID().toString());
                set.execute();
            }

            String inherited = setting(other);
            String ofRowhouse = setting(TenantDataSource.wrap(pool), TenantContext.of(new UUID(0, 7)));

            assertThat(inherited).isNotEmpty();
            assertThat(ofRowhouse).isEqualTo(new UUID(0, 7).toString());
        }
    }

    @Test
    void nothing_wrong_comes_back_in_silence_where_the_bouncer_mixes_up_prepared_statements() throws Exception {
        try (PgBouncer bouncer = PgBouncer.start(database, directory, 2);
                HikariDataSource pool = pool(bouncer, CLIENTS, "prepareThreshold", "2")) {
            DataSource dataSource = TenantDataSource.wrap(pool);

            List<Seen> seen = allClients(dataSource);

            assertThat(seen).allSatisfy(client -> {
                assertThat(client.wrong()).isZero();
                assertThat(client.right() + client.failures().size()).isEqualTo(TRANSACTIONS);
            });
        }
    }

    /** What one client met: right and wrong answers, and what was refused. */
    private record Seen(int right, int wrong, List<String> failures) {}

    private static List<Seen> allClients(DataSource dataSource) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<Seen>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                TenantContext tenant = TenantContext.of(UUID.randomUUID()).withActor("client " + i);
                clients.add(() -> tenant.call(() -> client(dataSource, tenant)));
            }
            List<Seen> seen = new ArrayList<>();
            for (Future<Seen> client : threads.invokeAll(clients)) {
                seen.add(client.get(60, TimeUnit.SECONDS));
            }
            return seen;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Seen client(DataSource dataSource, TenantContext tenant) {
        int right = 0;
        int wrong = 0;
        int written = 0;
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < TRANSACTIONS; i++) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                insert(connection, tenant);
                List<String> owners = owners(connection);
                connection.commit();
                written++;
                boolean own = owners.stream().allMatch(tenant.tenantId().toString()::equals);
                if (own && owners.size() >= written) {
                    right++;
                } else {
                    wrong++;
                }
            } catch (SQLException | dev.rowhouse.TenantMismatchException e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        return new Seen(right, wrong, failures);
    }

    private static void insert(Connection connection, TenantContext tenant) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into visit (whose) values (?)")) {
            insert.setString(1, tenant.tenantId().toString());
            insert.executeUpdate();
        }
    }

    private static List<String> owners(Connection connection) throws SQLException {
        List<String> owners = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("select whose from visit");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                owners.add(rows.getString(1));
            }
        }
        return owners;
    }

    private static String setting(DataSource dataSource, TenantContext tenant) throws SQLException {
        return tenant.call(() -> {
            try (Connection connection = dataSource.getConnection()) {
                return setting(connection);
            }
        });
    }

    private static String setting(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select current_setting('app.current_tenant_id', true)")) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    private static HikariDataSource pool(PgBouncer bouncer, int size, String property, String value) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(bouncer.jdbcUrl(database));
        config.setUsername(database.applicationRole());
        config.setPassword(database.applicationPassword());
        config.setMaximumPoolSize(size);
        config.addDataSourceProperty(property, value);
        return new HikariDataSource(config);
    }
}
