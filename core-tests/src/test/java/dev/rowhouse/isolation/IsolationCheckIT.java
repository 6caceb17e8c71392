package dev.rowhouse.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.testkit.RoundTripProxy;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What would leave row-level security without effect, each planted, each found with the first connection. */
class IsolationCheckIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/isolation/isolation.sql")
            .build();

    private final String role = database.applicationRole();

    @AfterEach
    void mend() throws SQLException {
        asSuperuser("alter role \"" + role + "\" nosuperuser nobypassrls");
        asOwner("drop schema if exists odd cascade", "select rowhouse.protect_table('visit', audit => false)");
    }

    @Test
    void nothing_is_found_where_tables_are_protected_or_out_of_reach() throws SQLException {
        asOwner(
                "create schema odd",
                "create table odd.hidden (tenant_id uuid)",
                "grant select on odd.hidden to \"" + role + "\"",
                "create table ungranted (tenant_id uuid)",
                "create table shared (id uuid)",
                "grant select on shared to \"" + role + "\"");

        assertThat(findings()).isEmpty();
        assertThat(count(TenantDataSource.wrap(database.pool()))).isZero();

        asOwner("drop table ungranted, shared");
    }

    @Test
    void a_superuser_is_refused_each_time_and_nothing_is_run() throws SQLException {
        TenantDataSource dataSource = TenantDataSource.wrap(database.superuser());

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> count(dataSource))
                    .isInstanceOf(IsolationCheckException.class)
                    .hasMessageStartingWith("Checking whether row-level security binds this login: the login is ")
                    .hasMessageContaining(
                            "a superuser, and policies do not bind superusers: let the application log in as")
                    .hasMessageContaining("isolationCheck(...)");
        }
    }

    @Test
    void a_role_that_the_superuser_only_pretends_to_be_is_refused() throws SQLException {
        try (HikariDataSource pool = pool(database.superuser(), "set role \"" + role + "\"", true)) {
            assertThatThrownBy(() -> count(TenantDataSource.wrap(pool)))
                    .isInstanceOf(IsolationCheckException.class)
                    .hasMessageContaining("a superuser");
        }
    }

    @Test
    void a_role_with_bypassrls_is_refused_until_it_has_lost_it() throws SQLException {
        TenantDataSource dataSource = TenantDataSource.wrap(database.pool());
        asSuperuser("alter role \"" + role + "\" bypassrls");

        assertThatThrownBy(() -> count(dataSource))
                .isInstanceOfSatisfying(
                        IsolationCheckException.class,
                        e -> assertThat(e.findings())
                                .containsExactly("the login is " + role + ", which has BYPASSRLS: alter role " + role
                                        + " nobypassrls, or let the application log in as another role"));

        asSuperuser("alter role \"" + role + "\" nobypassrls");
        assertThat(count(dataSource)).isZero();
    }

    @Test
    void a_role_that_may_become_one_which_no_policy_binds_is_found() throws SQLException {
        asSuperuser(
                "create role \"Half God\" bypassrls",
                "create role a_group",
                "grant \"Half God\" to a_group",
                "grant a_group to \"" + role + "\"");
        try {
            assertThat(findings())
                    .singleElement()
                    .asString()
                    .startsWith("the login may become \"Half God\", which has BYPASSRLS: revoke \"Half God\" from it");
        } finally {
            asSuperuser("drop role a_group, \"Half God\"");
        }
    }

    @Test
    void tables_of_tenants_that_are_open_are_found_all_at_once() throws SQLException {
        asOwner(
                "create schema odd",
                "grant usage on schema odd to \"" + role + "\"",
                "create table odd.\"Open\" (tenant_id uuid, note text)",
                "create table odd.part (tenant_id uuid) partition by list (tenant_id)",
                "create materialized view odd.sums as select tenant_id from visit with no data",
                "grant select (note) on odd.\"Open\" to \"" + role + "\"",
                "grant truncate on odd.part to \"" + role + "\"",
                "grant select on odd.sums to \"" + role + "\"",
                "alter table visit disable row level security");

        assertThat(findings())
                .containsExactly(
                        "materialized view odd.sums shows all tenants, and cannot have row-level security: revoke all on"
                                + " odd.sums from the login, or, if that is meant, except it",
                        "table odd.\"Open\" shows all tenants: select rowhouse.protect_table('odd.\"Open\"'), or, if that is"
                                + " meant, except it",
                        "table odd.part shows all tenants: select rowhouse.protect_table('odd.part'), or, if that is meant,"
                                + " except it",
                        "table visit shows all tenants: select rowhouse.protect_table('visit'), or, if that is meant, except"
                                + " it");
    }

    @Test
    void foreign_tables_are_found_because_no_policy_is_theirs() throws SQLException {
        asSuperuser(
                "create foreign data wrapper nowhere",
                "create server nowhere foreign data wrapper nowhere",
                "create foreign table far (tenant_id uuid) server nowhere",
                "grant select on far to \"" + role + "\"");
        try {
            assertThat(findings()).singleElement().asString().startsWith("foreign table far shows all tenants");
        } finally {
            asSuperuser("drop foreign data wrapper nowhere cascade");
        }
    }

    @Test
    void an_owner_that_is_not_forced_is_found() throws SQLException {
        asOwner("alter table visit no force row level security");

        assertThat(findings()).isEmpty();
        try (Connection owner = database.owner().getConnection()) {
            assertThat(IsolationCheck.refuse().findings(owner))
                    .containsExactly(
                            "table visit belongs to the login and shows it all tenants: alter table visit force row"
                                    + " level security, and let another role own it");
        }
    }

    @Test
    void tables_are_excepted_and_other_columns_named() throws SQLException {
        asOwner(
                "create schema odd",
                "grant usage on schema odd to \"" + role + "\"",
                "create table odd.member (tenant_id uuid, login text)",
                "create table odd.account (customer uuid)",
                "grant select on all tables in schema odd to \"" + role + "\"");

        assertThat(findings(IsolationCheck.refuse().except("odd.member", "no.such_table")))
                .isEmpty();
        assertThat(findings(IsolationCheck.refuse().tenantColumns("customer", "account_id")))
                .singleElement()
                .asString()
                .startsWith("table odd.account shows");
        try (HikariDataSource pool = pool(database.pool(), null, true)) {
            TenantDataSource dataSource = TenantDataSource.builder(pool)
                    .isolationCheck(IsolationCheck.refuse().except("odd.member"))
                    .build();
            assertThat(count(dataSource)).isZero();
        }
    }

    @Test
    void a_warning_or_nothing_lets_the_connection_through() throws SQLException {
        asOwner("alter table visit disable row level security");

        for (IsolationCheck check : List.of(IsolationCheck.warn(), IsolationCheck.off())) {
            assertThat(count(TenantDataSource.builder(database.pool())
                            .isolationCheck(check)
                            .build()))
                    .isZero();
        }
    }

    @Test
    void it_is_looked_once_and_leaves_no_transaction_open() throws SQLException {
        try (RoundTripProxy proxy = RoundTripProxy.start(database.host(), database.port());
                HikariDataSource pool = pool(database.through(proxy), null, false)) {
            TenantDataSource dataSource = TenantDataSource.wrap(pool);

            try (Connection connection = dataSource.getConnection()) {
                connection.setReadOnly(true); // the driver refuses it in a transaction
                assertThat(connection.isReadOnly()).isTrue();
            }

            assertThat(proxy.count(() -> count(dataSource))).isEqualTo(2);
        }
    }

    @Test
    void another_user_is_checked_too() throws SQLException {
        asOwner("alter table visit no force row level security");
        TenantDataSource dataSource = TenantDataSource.wrap(database.owner());

        dataSource
                .getConnection(database.applicationRole(), database.applicationPassword())
                .close();
        assertThatThrownBy(() -> dataSource
                        .getConnection(database.ownerRole(), database.ownerPassword())
                        .close())
                .isInstanceOf(IsolationCheckException.class)
                .hasMessageContaining("belongs to the login");
    }

    @Test
    void the_option_is_set_once() {
        TenantDataSource.Builder builder =
                TenantDataSource.builder(database.pool()).isolationCheck(IsolationCheck.warn());

        assertThatThrownBy(() -> builder.isolationCheck(IsolationCheck.off()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Building a TenantDataSource: isolationCheck was set already. Set it once.");
    }

    private static List<String> findings() throws SQLException {
        return findings(IsolationCheck.refuse());
    }

    private static List<String> findings(IsolationCheck check) throws SQLException {
        try (Connection connection = database.pool().getConnection()) {
            return check.findings(connection);
        }
    }

    private static long count(DataSource dataSource) throws SQLException {
        return TenantContext.of(UUID.randomUUID()).call(() -> {
            try (Connection connection = dataSource.getConnection()) {
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("select note from visit")) {
                    long count = 0;
                    while (rows.next()) {
                        count++;
                    }
                    return count;
                }
            }
        });
    }

    private static HikariDataSource pool(DataSource source, @Nullable String initSql, boolean autoCommit) {
        HikariConfig config = new HikariConfig();
        config.setAutoCommit(autoCommit);
        config.setDataSource(source);
        config.setMaximumPoolSize(1);
        config.setConnectionInitSql(initSql);
        return new HikariDataSource(config);
    }

    private static void asSuperuser(String... statements) throws SQLException {
        run(database.superuser(), statements);
    }

    private static void asOwner(String... statements) throws SQLException {
        run(database.owner(), statements);
    }

    private static void run(DataSource dataSource, String... statements) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
