package dev.rowhouse.spring.directory;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.spring.Tenant;
import dev.rowhouse.spring.TenantDirectory;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Tenants of tables, read as the application's role. */
class JdbcTenantDirectoryIT {
    private static final UUID COMA = UUID.fromString("0c000000-0000-4000-8000-000000000003");
    private static final Optional<Tenant> ACTIVE_ACME = Optional.of(new Tenant(ACME, Tenant.Status.ACTIVE));
    private static final Optional<Tenant> SUSPENDED_ACME = Optional.of(new Tenant(ACME, Tenant.Status.SUSPENDED));

    @RegisterExtension
    static final RowhouseDatabase database =
            PetApplication.database().script("/tenants.sql").build();

    /** A clock that stands until it is moved. */
    private static final class HandClock extends Clock {
        private Instant now = Instant.EPOCH;

        void move(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final HandClock clock = new HandClock();

    @AfterEach
    void every_tenant_is_as_before() throws SQLException {
        setStatusOfAcme("active");
    }

    private static void setStatusOfAcme(String status) throws SQLException {
        try (Connection owner = database.owner().getConnection();
                Statement statement = owner.createStatement()) {
            assertThat(statement.executeUpdate("update tenant set status = '" + status + "' where slug = 'acme'"))
                    .isOne();
        }
    }

    private JdbcTenantDirectory directory() {
        return JdbcTenantDirectory.builder(database.dataSource())
                .timeToLive(Duration.ofSeconds(10))
                .build(clock);
    }

    @Test
    void tenants_are_found_by_id_slug_and_domain() {
        JdbcTenantDirectory directory = directory();

        assertThat(directory.findById(ACME)).isEqualTo(ACTIVE_ACME);
        assertThat(directory.findByName("acme")).isEqualTo(ACTIVE_ACME);
        assertThat(directory.findByName("acme.example.org")).isEqualTo(ACTIVE_ACME);
        assertThat(directory.findByName("coma")).hasValue(new Tenant(COMA, Tenant.Status.SUSPENDED));
        assertThat(directory.findByName("x' or true --")).isEmpty();
        assertThat(directory.findById(new UUID(1, 2))).isEmpty();
        assertThat(directory.activeTenants()).containsExactly(ACME, BOLT);
    }

    @Test
    void what_was_found_is_remembered_for_a_while() throws SQLException {
        JdbcTenantDirectory directory = directory();
        assertThat(directory.findByName("acme")).isEqualTo(ACTIVE_ACME);

        setStatusOfAcme("unpaid");

        clock.move(Duration.ofSeconds(9));
        assertThat(directory.findByName("acme")).isEqualTo(ACTIVE_ACME);
        clock.move(Duration.ofSeconds(1));
        assertThat(directory.findByName("acme")).isEqualTo(SUSPENDED_ACME);
    }

    @Test
    void what_is_evicted_is_read_again() throws SQLException {
        JdbcTenantDirectory directory = directory();
        assertThat(directory.findByName("acme")).isEqualTo(ACTIVE_ACME);
        assertThat(directory.findById(ACME)).isEqualTo(ACTIVE_ACME);

        setStatusOfAcme("unpaid");
        directory.evict(BOLT);
        assertThat(directory.findByName("acme")).isEqualTo(ACTIVE_ACME);
        directory.evict(ACME);

        assertThat(directory.findByName("acme")).isEqualTo(SUSPENDED_ACME);
        assertThat(directory.findById(ACME)).isEqualTo(SUSPENDED_ACME);
        setStatusOfAcme("active");
        directory.evictAll();
        assertThat(directory.findByName("acme")).isEqualTo(ACTIVE_ACME);
    }

    @Test
    void what_was_read_before_an_eviction_is_not_remembered_after_it() {
        TenantCache cache = new TenantCache(Duration.ofSeconds(10), clock);

        cache.get("acme", () -> {
            cache.evict(ACME);
            return ACTIVE_ACME;
        });

        assertThat(cache.get("acme", () -> SUSPENDED_ACME)).isEqualTo(SUSPENDED_ACME);
    }

    @Test
    void it_may_be_asked_with_and_without_a_tenant() {
        TenantDataSource strict =
                TenantDataSource.builder(database.pool()).requireTenant().build();

        assertThat(JdbcTenantDirectory.builder(strict).build().findByName("acme"))
                .isEqualTo(ACTIVE_ACME);
        TenantContext.of(BOLT)
                .run(() -> assertThat(directory().findByName("acme")).isEqualTo(ACTIVE_ACME));
    }

    @Test
    void table_and_columns_have_the_names_that_they_have() {
        JdbcTenantDirectory directory = JdbcTenantDirectory.builder(database.dataSource())
                .table("crm.Business")
                .idColumn("Key")
                .nameColumns("name")
                .status("open", "T")
                .build();

        assertThat(directory.findByName("acme")).isEqualTo(ACTIVE_ACME);
        assertThat(directory.findByName("twin")).hasValue(new Tenant(BOLT, Tenant.Status.SUSPENDED));
        assertThat(directory.activeTenants()).containsExactly(ACME);
        assertThat(JdbcTenantDirectory.builder(database.dataSource())
                        .table("crm.Business")
                        .idColumn("Key")
                        .withoutStatus()
                        .build()
                        .activeTenants())
                .containsExactly(ACME, BOLT, COMA);
    }

    @Test
    void a_name_of_two_tenants_is_refused() {
        JdbcTenantDirectory directory = JdbcTenantDirectory.builder(database.dataSource())
                .table("crm.Business")
                .idColumn("Key")
                .nameColumns("name", "alias")
                .withoutStatus()
                .build();

        assertThatThrownBy(() -> directory.findByName("twin"))
                .isInstanceOf(RowhouseException.class)
                .hasMessage("Finding a tenant by name in crm.Business: tenants " + ACME + " and " + BOLT
                        + " have the same one. Give each its own, also across the columns name, alias.");
    }

    @Test
    void a_table_that_cannot_be_read_is_named() {
        assertThatThrownBy(() -> JdbcTenantDirectory.builder(database.dataSource())
                        .table("business")
                        .build()
                        .activeTenants())
                .isInstanceOf(RowhouseException.class)
                .hasMessageContaining("Reading tenants from business: ")
                .hasMessageContaining("grant select on it to the application's role");
        assertThatThrownBy(
                        () -> JdbcTenantDirectory.builder(database.dataSource()).nameColumns())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none was given");
    }

    static class Nothing {}

    static class Own implements TenantDirectory {
        @Override
        public Optional<Tenant> findByName(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<Tenant> findById(UUID id) {
            return Optional.empty();
        }

        @Override
        public List<UUID> activeTenants() {
            return List.of();
        }
    }

    @Test
    void properties_make_a_directory() {
        try (ConfigurableApplicationContext application = PetApplication.start(
                database, List.of(Nothing.class), "rowhouse.directory.table=tenant", "rowhouse.require-tenant=true")) {
            assertThat(application.getBean(JdbcTenantDirectory.class).findByName("acme"))
                    .isEqualTo(ACTIVE_ACME);
        }
        try (ConfigurableApplicationContext application = PetApplication.start(
                database,
                List.of(Nothing.class),
                "rowhouse.directory.table=crm.Business",
                "rowhouse.directory.id-column=Key",
                "rowhouse.directory.name-columns=alias",
                "rowhouse.directory.status-column=",
                "rowhouse.directory.time-to-live=0")) {
            assertThat(application.getBean(TenantDirectory.class).findByName("twin"))
                    .isEqualTo(ACTIVE_ACME);
        }
    }

    @Test
    void without_the_property_or_beside_the_applications_own_there_is_none() {
        try (ConfigurableApplicationContext application = PetApplication.start(database, List.of(Nothing.class))) {
            assertThat(application.getBeanNamesForType(TenantDirectory.class)).isEmpty();
        }
        try (ConfigurableApplicationContext application =
                PetApplication.start(database, List.of(Own.class), "rowhouse.directory.table=tenant")) {
            assertThat(application.getBean(TenantDirectory.class)).isInstanceOf(Own.class);
        }
    }
}
