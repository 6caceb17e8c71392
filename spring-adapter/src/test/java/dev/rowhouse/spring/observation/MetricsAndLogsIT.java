package dev.rowhouse.spring.observation;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.MissingTenantException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.testkit.RowhouseDatabase;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.helpers.BasicMDCAdapter;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What metrics, logs and observations say about tenants, in real applications. */
class MetricsAndLogsIT {
    private static final TenantContext DANA = TenantContext.of(ACME).withActor("dana");

    @RegisterExtension
    static final RowhouseDatabase database = PetApplication.database().build();

    @RestController
    static class Pets {
        private final JdbcClient client;

        Pets(JdbcClient client) {
            this.client = client;
        }

        @GetMapping("/pets")
        String pets() {
            return String.join(
                    ",",
                    client.sql("select name from pet order by name")
                            .query(String.class)
                            .list());
        }
    }

    /** Stands for what sends traces. */
    @Configuration(proxyBeanMethods = false)
    static class Traces {
        static final List<Observation.Context> STOPPED = new CopyOnWriteArrayList<>();

        @Bean
        ObservationHandler<Observation.Context> traces() {
            STOPPED.clear();
            return new ObservationHandler<>() {
                @Override
                public boolean supportsContext(Observation.Context context) {
                    return true;
                }

                @Override
                public void onStop(Observation.Context context) {
                    STOPPED.add(context);
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnListener {
        static final AtomicInteger BEGUN = new AtomicInteger();

        @Bean
        TenantDataSource.Listener listener() {
            return new TenantDataSource.Listener() {
                @Override
                public void began(@Nullable TenantContext context) {
                    BEGUN.incrementAndGet();
                }
            };
        }
    }

    private static ConfigurableApplicationContext start(List<Class<?>> beans, String... properties) {
        return PetApplication.start(database, beans, properties);
    }

    private static double count(ConfigurableApplicationContext application, String meter, String... tags) {
        Counter counter =
                application.getBean(MeterRegistry.class).find(meter).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    private static void refuse(Supplier<?> work, Class<? extends Throwable> error) {
        assertThatThrownBy(work::get).isInstanceOf(error);
    }

    @Test
    void transactions_round_trips_refusals_and_missing_tenants_are_counted() {
        try (ConfigurableApplicationContext application = start(List.of(OwnListener.class))) {
            JdbcTemplate jdbc = application.getBean(JdbcTemplate.class);
            TransactionOperations transactions = application.getBean(TransactionOperations.class);
            int before = OwnListener.BEGUN.get();

            DANA.run(() -> jdbc.queryForList("select name from pet"));
            DANA.run(() -> transactions.execute(status -> {
                jdbc.queryForList("select name from pet");
                return jdbc.queryForList("select name from pet");
            }));
            DANA.run(() -> jdbc.batchUpdate(
                    "update pet set name = ? where name = ?",
                    List.of(new Object[] {"Ada", "Ada"}, new Object[] {"Amos", "Amos"})));
            refuse(
                    () -> DANA.call(() -> jdbc.update("insert into pet (tenant_id, name) values (?, 'Bea')", BOLT)),
                    DataAccessException.class);
            refuse(
                    () -> DANA.call(() -> transactions.execute(status -> {
                        jdbc.queryForList("select name from pet");
                        return TenantContext.of(BOLT).call(() -> jdbc.queryForList("select name from pet"));
                    })),
                    TenantMismatchException.class);
            refuse(() -> jdbc.queryForList("select name from pet"), DataAccessException.class);

            assertThat(count(application, TenantMetrics.TRANSACTIONS)).isEqualTo(5);
            assertThat(count(application, TenantMetrics.ROUND_TRIPS)).isEqualTo(1);
            assertThat(count(application, TenantMetrics.REFUSED, "reason", "not-allowed", "sqlstate", "42501"))
                    .isEqualTo(1);
            assertThat(count(application, TenantMetrics.REFUSED, "reason", "tenant-changed", "sqlstate", "none"))
                    .isEqualTo(1);
            assertThat(count(application, TenantMetrics.MISSING, "noticed.by", "database"))
                    .isEqualTo(1);
            assertThat(OwnListener.BEGUN.get() - before).isEqualTo(6);
            assertThat(application.getBean(MeterRegistry.class).getMeters())
                    .filteredOn(meter -> meter.getId().getName().startsWith("rowhouse"))
                    .allSatisfy(
                            meter -> assertThat(meter.getId().getTag("tenant")).isNull());
        }
    }

    @Test
    void a_data_source_that_requires_a_tenant_is_counted_too() {
        try (ConfigurableApplicationContext application = start(List.of(Pets.class), "rowhouse.require-tenant=true")) {
            refuse(
                    () -> application.getBean(JdbcTemplate.class).queryForList("select name from pet"),
                    MissingTenantException.class);

            assertThat(count(application, TenantMetrics.MISSING, "noticed.by", "application"))
                    .isEqualTo(1);
        }
    }

    @Test
    void only_the_first_tenants_have_tags_of_their_own() {
        try (ConfigurableApplicationContext application =
                start(List.of(Pets.class), "rowhouse.metrics.tenant-tag=true", "rowhouse.metrics.max-tenants=1")) {
            Pets pets = application.getBean(Pets.class);

            DANA.run(pets::pets);
            TenantContext.of(BOLT).run(pets::pets);
            TenantContext.of(UUID.randomUUID()).run(pets::pets);
            DANA.run(pets::pets);

            assertThat(count(application, TenantMetrics.TRANSACTIONS, "tenant", ACME.toString()))
                    .isEqualTo(2);
            assertThat(count(application, TenantMetrics.TRANSACTIONS, "tenant", "other"))
                    .isEqualTo(2);
            assertThat(count(application, TenantMetrics.TRANSACTIONS, "tenant", BOLT.toString()))
                    .isZero();
        }
    }

    @Test
    void nothing_is_counted_before_there_is_a_registry() {
        TenantMetrics metrics = new TenantMetrics(null);
        TenantDataSource.Listener listener = metrics.listenerFor("dataSource");
        listener.began(DANA);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        metrics.bindTo(registry);
        listener.began(DANA);
        listener.began(null);
        TenantDataSource.Listener later = metrics.listenerFor("reports");
        later.began(DANA);
        metrics.listenerFor("reports").began(DANA);

        assertThat(registry.get(TenantMetrics.TRANSACTIONS)
                        .tag("datasource", "dataSource")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get(TenantMetrics.TRANSACTIONS)
                        .tag("datasource", "reports")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Configuration(proxyBeanMethods = false)
    static class Several {
        @Bean
        @Primary
        DataSource clinic() {
            return pool();
        }

        @Bean
        DataSource archive() {
            return pool();
        }

        private static DataSource pool() {
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl(database.jdbcUrl());
            pool.setUsername(database.applicationRole());
            pool.setPassword(database.applicationPassword());
            pool.setMaximumPoolSize(2);
            return pool;
        }
    }

    @Test
    void each_data_source_is_counted_under_its_own_name() {
        try (ConfigurableApplicationContext application =
                start(List.of(Several.class), "rowhouse.metrics.tenant-tag=true")) {
            JdbcTemplate clinic = new JdbcTemplate(application.getBean("clinic", DataSource.class));
            JdbcTemplate archive = new JdbcTemplate(application.getBean("archive", DataSource.class));

            DANA.run(() -> clinic.queryForList("select name from pet"));
            DANA.run(() -> clinic.queryForList("select name from pet"));
            DANA.run(() -> archive.queryForList("select name from pet"));
            refuse(
                    () -> DANA.call(() -> archive.update("insert into pet (tenant_id, name) values (?, 'Bea')", BOLT)),
                    DataAccessException.class);
            refuse(() -> archive.queryForList("select name from pet"), DataAccessException.class);

            String tenant = ACME.toString();
            assertThat(count(application, TenantMetrics.TRANSACTIONS, "datasource", "clinic", "tenant", tenant))
                    .isEqualTo(2);
            assertThat(count(application, TenantMetrics.TRANSACTIONS, "datasource", "archive", "tenant", tenant))
                    .isEqualTo(2);
            assertThat(count(application, TenantMetrics.REFUSED, "datasource", "archive", "tenant", tenant))
                    .isEqualTo(1);
            assertThat(count(application, TenantMetrics.REFUSED, "datasource", "clinic"))
                    .isZero();
            assertThat(count(application, TenantMetrics.MISSING, "datasource", "archive"))
                    .isEqualTo(1);
            assertThat(application.getBean(MeterRegistry.class).getMeters())
                    .filteredOn(meter -> meter.getId().getName().startsWith("rowhouse"))
                    .allSatisfy(meter ->
                            assertThat(meter.getId().getTag("datasource")).isIn("clinic", "archive"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rowhouse.metrics.max-tenants=0 | Set it to 1 or more",
                "rowhouse.logging.mdc=true,rowhouse.logging.tenant-key= | Set rowhouse.logging.tenant-key",
                "rowhouse.logging.mdc=true,rowhouse.logging.actor-key=tenant | another rowhouse.logging.actor-key",
            })
    void settings_that_do_not_fit_stop_the_application(String settings, String message) {
        assertThatThrownBy(() -> start(List.of(Pets.class), settings.split(",")))
                .hasStackTraceContaining(message);
    }

    // ---- observations

    private static String keyValues(Iterable<KeyValue> keyValues) {
        return StreamSupport.stream(keyValues.spliterator(), false)
                .filter(keyValue -> keyValue.getKey().startsWith("rowhouse"))
                .map(keyValue -> keyValue.getKey() + "=" + keyValue.getValue())
                .collect(Collectors.joining(","));
    }

    private static Observation.Context observed(ConfigurableApplicationContext application, TenantContext context) {
        Traces.STOPPED.clear();
        ObservationRegistry registry = application.getBean(ObservationRegistry.class);
        context.run(() -> Observation.createNotStarted("work", registry).observe(() -> {}));
        return Traces.STOPPED.get(0);
    }

    @Test
    void what_is_observed_names_the_tenant_where_it_costs_no_metric() {
        try (ConfigurableApplicationContext application = start(List.of(Traces.class))) {
            Observation.Context observed = observed(application, DANA);

            assertThat(keyValues(observed.getHighCardinalityKeyValues())).isEqualTo("rowhouse.tenant=" + ACME);
            assertThat(keyValues(observed.getLowCardinalityKeyValues())).isEmpty();
        }
    }

    @Test
    void by_choice_it_names_the_actor_and_metrics_the_tenant() {
        try (ConfigurableApplicationContext application = start(
                List.of(Traces.class),
                "rowhouse.observations.tenant=low",
                "rowhouse.observations.actor=true",
                "rowhouse.metrics.max-tenants=1")) {
            Observation.Context observed = observed(application, DANA);

            assertThat(keyValues(observed.getHighCardinalityKeyValues())).isEqualTo("rowhouse.actor=dana");
            assertThat(keyValues(observed.getLowCardinalityKeyValues())).isEqualTo("rowhouse.tenant=" + ACME);
            assertThat(keyValues(observed(application, TenantContext.of(BOLT)).getLowCardinalityKeyValues()))
                    .isEqualTo("rowhouse.tenant=other");
        }
    }

    @Test
    void by_choice_it_names_nobody() {
        try (ConfigurableApplicationContext application =
                start(List.of(Traces.class), "rowhouse.observations.tenant=off")) {
            assertThat(keyValues(observed(application, DANA).getAllKeyValues())).isEmpty();
        }
    }

    @Test
    void requests_name_their_tenant_although_they_begin_without_one() throws Exception {
        try (ConfigurableApplicationContext application = PetApplication.builder(
                        database, List.of(Pets.class, Traces.class), "server.port=0", "rowhouse.web.resolvers=header")
                .web(WebApplicationType.SERVLET)
                .run()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:"
                            + application.getEnvironment().getRequiredProperty("local.server.port") + "/pets"))
                    .header("X-Tenant-ID", ACME.toString())
                    .build();
            String body = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();

            assertThat(body).isEqualTo("Ada,Amos");
        } // waits for the request, whose observation ends after its answer
        assertThat(Traces.STOPPED)
                .filteredOn(observed -> "http.server.requests".equals(observed.getName()))
                .singleElement()
                .satisfies(observed -> assertThat(keyValues(observed.getHighCardinalityKeyValues()))
                        .isEqualTo("rowhouse.tenant=" + ACME));
    }

    // ---- logs

    @Test
    void the_loggers_context_follows_the_tenants() {
        BasicMDCAdapter mdc = new BasicMDCAdapter();
        TenantMdc.Keys keys = new TenantMdc.Keys(mdc, "tenant", "actor");
        TenantMdc.use(keys);
        try {
            mdc.put("request", "7");
            DANA.run(() -> {
                assertThat(mdc.getCopyOfContextMap())
                        .containsOnly(entry("tenant", ACME.toString()), entry("actor", "dana"), entry("request", "7"));
                TenantContext.of(BOLT)
                        .run(() -> assertThat(mdc.getCopyOfContextMap())
                                .containsOnly(entry("tenant", BOLT.toString()), entry("request", "7")));
                assertThat(mdc.get("actor")).isEqualTo("dana");
            });
            assertThat(mdc.getCopyOfContextMap()).containsOnly(entry("request", "7"));
        } finally {
            TenantMdc.stopUsing(keys);
        }
        DANA.run(() -> assertThat(mdc.get("tenant")).isNull());
    }

    private static Map.Entry<String, String> entry(String key, String value) {
        return Map.entry(key, value);
    }

    @Test
    void the_properties_give_the_keys_for_as_long_as_the_application_runs() {
        TenantMdc.Keys later = new TenantMdc.Keys(new BasicMDCAdapter(), "business", null);
        try (ConfigurableApplicationContext application = start(List.of(Pets.class), "rowhouse.logging.mdc=true")) {
            assertThat(application.containsBean("rowhouseMdc")).isTrue();
            TenantMdc.use(later);
        }
        DANA.run(() -> assertThat(later.mdc().get("business")).isEqualTo(ACME.toString()));
        DANA.run(() -> assertThat(later.mdc().get("actor")).isNull());
        TenantMdc.stopUsing(later);

        try (ConfigurableApplicationContext application = start(List.of(Pets.class))) {
            assertThat(application.containsBean("rowhouseMdc")).isFalse();
        }
    }
}
