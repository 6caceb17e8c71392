package dev.rowhouse.clinic;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.spring.UnwrappedDataSource;
import dev.rowhouse.testkit.RowhouseDatabase;
import dev.rowhouse.testkit.spring.IsolationProbe;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The probe finds nothing in an application that is well, and each violation that is planted. */
class IsolationProbeIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/clinic.sql")
            .setUp(started -> {
                for (UUID tenant : List.of(ACME, BOLT)) {
                    TenantContext.of(tenant).run(() -> {
                        JdbcClient client = JdbcClient.create(started.dataSource());
                        client.sql("insert into owner (name) values ('Ada')").update();
                        client.sql("insert into animal (name, owner_id) select 'Rex', id from owner")
                                .update();
                        client.sql("insert into invoice (number) values ('1')").update();
                        client.sql(
                                        "insert into invoice_line (invoice, invoice_key, text) select id, 0, 'a' from invoice")
                                .update();
                    });
                }
            })
            .build();

    private static void asOwner(String sql) throws SQLException {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> findings(ConfigurableApplicationContext application) {
        return IsolationProbe.of(application, ACME, BOLT).findings();
    }

    @Test
    void an_application_that_is_well_has_no_findings() {
        try (ConfigurableApplicationContext application = Clinic.start(database, List.of(Caching.class))) {
            requireNonNull(application.getBean(CacheManager.class).getCache("owners"));

            IsolationProbe.of(application, ACME, BOLT).verify();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Unwrapped {
        @Bean
        @UnwrappedDataSource
        DataSource reports() {
            return database.superuser();
        }
    }

    @Test
    void a_data_source_that_is_not_wrapped_is_found() {
        try (ConfigurableApplicationContext application = PetApplication.start(database, List.of(Unwrapped.class))) {
            assertThat(findings(application))
                    .contains(
                            "Data source reports is not wrapped: its connections carry no tenant.",
                            "Leak: tenant " + ACME + " sees 1 rows of tenant " + BOLT
                                    + " in table owner through data source reports.",
                            "Leak: tenant " + BOLT + " can change 1 rows of tenant " + ACME
                                    + " in table animal through data source reports.",
                            "Leak: tenant " + BOLT + " can delete 1 rows of tenant " + ACME
                                    + " in table invoice through data source reports.",
                            "Leak: nothing keeps tenant " + ACME + " from adding rows of tenant " + BOLT
                                    + " to table invoice_line through data source reports.",
                            "Leak: without a tenant 2 rows are seen in table owner through data source reports.")
                    .allSatisfy(finding -> assertThat(finding).contains("reports"));
            assertThat(IsolationProbe.of(application, ACME, BOLT)
                            .except("reports")
                            .findings())
                    .containsExactly("The application has no data source to look at.");
        }
    }

    @Test
    void a_data_source_that_was_excluded_is_found() {
        try (ConfigurableApplicationContext application =
                PetApplication.start(database, List.of(), "rowhouse.datasource.exclude=dataSource")) {
            assertThat(findings(application))
                    .contains("Data source dataSource is not wrapped: its connections carry no tenant.")
                    .noneMatch(finding -> finding.startsWith("Leak"));
        }
    }

    @Test
    void a_table_that_nobody_protected_is_found() throws SQLException {
        asOwner("create table note (tenant_id uuid, text text); insert into note values ('" + ACME + "', 'a'), ('"
                + BOLT + "', 'b'); grant all on note to " + database.applicationRole());
        try (ConfigurableApplicationContext application =
                PetApplication.start(database, List.of(), "rowhouse.isolation-check=off")) {
            String through = " table note through data source dataSource.";
            assertThat(findings(application))
                    .containsExactlyInAnyOrder(
                            "Leak: tenant " + ACME + " sees 1 rows of tenant " + BOLT + " in" + through,
                            "Leak: tenant " + BOLT + " sees 1 rows of tenant " + ACME + " in" + through,
                            "Leak: tenant " + ACME + " can change 1 rows of tenant " + BOLT + " in" + through,
                            "Leak: tenant " + BOLT + " can change 1 rows of tenant " + ACME + " in" + through,
                            "Leak: tenant " + ACME + " can delete 1 rows of tenant " + BOLT + " in" + through,
                            "Leak: tenant " + BOLT + " can delete 1 rows of tenant " + ACME + " in" + through,
                            "Leak: nothing keeps tenant " + ACME + " from adding rows of tenant " + BOLT + " to"
                                    + through,
                            "Leak: nothing keeps tenant " + BOLT + " from adding rows of tenant " + ACME + " to"
                                    + through,
                            "Leak: without a tenant 2 rows are seen in" + through);
            assertThatThrownBy(() -> IsolationProbe.of(application, ACME, BOLT).verify())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("Probing whether the application keeps tenants " + ACME + " and " + BOLT
                            + " apart: 9 findings\n - Leak: ");
        } finally {
            asOwner("drop table note");
        }
    }

    /** A repository that answers from a cache. */
    interface CachedOwners extends JpaRepository<Owner, UUID> {
        @Override
        @Cacheable("owners")
        List<Owner> findAll();

        @Override
        @Cacheable("owner")
        Optional<Owner> findById(UUID id);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {
        @Bean
        CacheManager caches() {
            return new ConcurrentMapCacheManager();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = Clinic.class)
    @EnableJpaRepositories(
            basePackageClasses = Clinic.class,
            considerNestedRepositories = true,
            includeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = CachedOwners.class))
    static class OnCachedOwners {}

    @Test
    void a_cache_that_tenants_share_is_found() {
        try (ConfigurableApplicationContext application = PetApplication.start(
                database,
                List.of(OnCachedOwners.class, Caching.class),
                "spring.autoconfigure.exclude=",
                "rowhouse.cache.enabled=false")) {
            assertThat(findings(application))
                    .anyMatch(finding -> finding.startsWith("Leak: repository")
                            && finding.contains("CachedOwners finds 1 entities for tenant " + ACME + " and for tenant "
                                    + BOLT + " alike."))
                    .contains("Leak: what tenant " + ACME
                            + " has put into cache owners of cache manager caches is found by" + " tenant " + BOLT
                            + ". If its entries are the same for all tenants, leave it out.");
        }
    }

    @Test
    void what_nothing_is_proven_about_is_found() {
        try (ConfigurableApplicationContext application = PetApplication.start(database, List.of())) {
            UUID nobody = UUID.randomUUID();

            assertThat(IsolationProbe.of(application, ACME, nobody).findings())
                    .hasSize(4)
                    .contains("Nothing is proven: tenant " + nobody
                            + " has no rows in table owner through data source dataSource. Add some, or leave the table"
                            + " out.");
            assertThatThrownBy(() -> IsolationProbe.of(application, ACME, ACME))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
