package dev.rowhouse.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.testkit.RowhouseDatabase;
import dev.rowhouse.testkit.spring.RowhouseTest;
import dev.rowhouse.testkit.spring.WithTenant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

/** A slice of an application whose tables Flyway makes, as their owner. */
@RowhouseTest(
        properties = {"spring.flyway.locations=classpath:flyway", "spring.liquibase.enabled=false"},
        excludeAutoConfiguration = {HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class})
@ContextConfiguration(classes = MigratedSliceIT.Application.class)
class MigratedSliceIT {
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Autowired
    JdbcClient client;

    @Autowired
    RowhouseDatabase database;

    @Test
    @WithTenant("0a000000-0000-4000-8000-000000000001")
    void tables_are_the_owners_and_protected() {
        client.sql("insert into toy (name) values ('ball')").update();

        assertThat(client.sql("select tableowner from pg_tables where tablename = 'toy'")
                        .query(String.class)
                        .single())
                .isEqualTo(database.ownerRole());
        assertThat(client.sql("select name from toy").query(String.class).list())
                .containsExactly("ball");
        assertThat(client.sql("select current_user").query(String.class).single())
                .isEqualTo(database.applicationRole());
    }
}
