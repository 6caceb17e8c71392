package dev.rowhouse.spring.datasource;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.MissingTenantException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Spring's ways to transactions with JDBC. */
class TransactionsIT {
    @RegisterExtension
    static final RowhouseDatabase database = PetApplication.database().build();

    /** The methods are not private because they are proxied. */
    static class Pets {
        private final JdbcClient client;
        private final HikariDataSource pool;

        Pets(JdbcClient client, DataSource dataSource) throws SQLException {
            this.client = client;
            this.pool = dataSource.unwrap(HikariDataSource.class);
        }

        List<@Nullable String> unmanagedNames() {
            return client.sql("select name from pet order by name")
                    .query(String.class)
                    .list();
        }

        @Transactional
        List<@Nullable String> names() {
            return unmanagedNames();
        }

        @Transactional(readOnly = true)
        List<@Nullable String> namesReadOnly() {
            return unmanagedNames();
        }

        @Transactional(readOnly = true)
        void addReadOnly(String name) {
            insert(name);
        }

        @Transactional
        void add(String name, Runnable then) {
            insert(name);
            then.run();
        }

        @Transactional(propagation = Propagation.NESTED)
        void addNested(String name, Runnable then) {
            insert(name);
            then.run();
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        void addApart(String name) {
            insert(name);
        }

        @Transactional
        int connectionsInUseBeforeTheFirstStatement() {
            return pool.getHikariPoolMXBean().getActiveConnections();
        }

        private void insert(String name) {
            client.sql("insert into pet (name) values (?)").param(name).update();
        }
    }

    private static ConfigurableApplicationContext start(String... properties) {
        return PetApplication.start(database, List.of(Pets.class), properties);
    }

    private static <T> T as(UUID tenant, Supplier<T> work) {
        return TenantContext.of(tenant).call(work::get);
    }

    @AfterEach
    void remove_what_was_added() throws SQLException {
        for (UUID tenant : List.of(ACME, BOLT)) {
            TenantContext.of(tenant).run(() -> {
                try (var connection = database.dataSource().getConnection();
                        var statement = connection.createStatement()) {
                    statement.executeUpdate("delete from pet where name like 'New%'");
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.datasource.connection-fetch=eager",
                "spring.datasource.connection-fetch=lazy",
                "spring.datasource.hikari.auto-commit=false",
                "rowhouse.require-tenant=true"
            })
    void each_tenant_sees_its_own(String property) throws SQLException {
        try (ConfigurableApplicationContext application = start(property)) {
            Pets pets = application.getBean(Pets.class);
            JdbcTemplate template = application.getBean(JdbcTemplate.class);

            assertThat(as(ACME, pets::names)).containsExactly("Ada", "Amos");
            assertThat(as(BOLT, pets::names)).containsExactly("Bill");
            assertThat(as(ACME, pets::namesReadOnly)).containsExactly("Ada", "Amos");
            assertThat(as(BOLT, pets::namesReadOnly)).containsExactly("Bill");
            assertThat(as(ACME, pets::unmanagedNames)).containsExactly("Ada", "Amos");
            assertThat(as(BOLT, () -> template.queryForList("select name from pet", String.class)))
                    .containsExactly("Bill");
            assertThat(PetApplication.pets(application.getBean(DataSource.class), ACME))
                    .containsExactly("Ada", "Amos");
            assertThatThrownBy(pets::names).hasStackTraceContaining("tenant");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.datasource.connection-fetch=eager",
                "spring.datasource.connection-fetch=lazy",
                "spring.datasource.hikari.auto-commit=false"
            })
    void what_is_nested_or_apart_keeps_the_tenant(String property) {
        try (ConfigurableApplicationContext application = start(property)) {
            Pets pets = application.getBean(Pets.class);

            as(ACME, () -> {
                pets.add("New outer", () -> {
                    assertThatThrownBy(() -> pets.addNested("New inner", () -> {
                                throw new IllegalStateException("undo the savepoint");
                            }))
                            .hasMessage("undo the savepoint");
                    assertThat(pets.names()).containsExactly("Ada", "Amos", "New outer");
                    pets.addApart("New apart");
                    TenantContext.of(BOLT).run(() -> pets.addApart("New at Bolt"));
                });
                return null;
            });

            assertThat(as(ACME, pets::names)).containsExactly("Ada", "Amos", "New apart", "New outer");
            assertThat(as(BOLT, pets::names)).containsExactly("Bill", "New at Bolt");
        }
    }

    @Test
    void another_tenant_in_the_same_transaction_is_refused_and_nothing_stays() {
        try (ConfigurableApplicationContext application = start()) {
            Pets pets = application.getBean(Pets.class);

            assertThatThrownBy(() -> as(ACME, () -> {
                        pets.add("New", () -> as(BOLT, pets::names));
                        return null;
                    }))
                    .isInstanceOf(TenantMismatchException.class);

            assertThat(as(ACME, pets::names)).containsExactly("Ada", "Amos");
            assertThat(as(BOLT, pets::names)).containsExactly("Bill");
        }
    }

    @Test
    void a_read_only_transaction_is_one_for_the_database_too() {
        try (ConfigurableApplicationContext application = start()) {
            Pets pets = application.getBean(Pets.class);

            assertThatThrownBy(() -> as(ACME, () -> {
                        pets.addReadOnly("New");
                        return null;
                    }))
                    .hasStackTraceContaining("read-only transaction");
        }
    }

    @Test
    void a_required_tenant_that_is_missing_is_refused_in_java() {
        try (ConfigurableApplicationContext application = start("rowhouse.require-tenant=true")) {
            Pets pets = application.getBean(Pets.class);

            assertThatThrownBy(pets::names).isInstanceOf(MissingTenantException.class);
        }
    }

    @Test
    void lazy_connections_stay_lazy() {
        try (ConfigurableApplicationContext eager = start();
                ConfigurableApplicationContext lazy = start("spring.datasource.connection-fetch=lazy")) {
            assertThat(as(ACME, eager.getBean(Pets.class)::connectionsInUseBeforeTheFirstStatement))
                    .isOne();
            assertThat(as(ACME, lazy.getBean(Pets.class)::connectionsInUseBeforeTheFirstStatement))
                    .isZero();
        }
    }
}
