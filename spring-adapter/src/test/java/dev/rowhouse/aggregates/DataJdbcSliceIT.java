package dev.rowhouse.aggregates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.testkit.spring.AutoConfigureRowhouseDatabase;
import dev.rowhouse.testkit.spring.WithTenant;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jdbc.test.autoconfigure.DataJdbcTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

/** Spring Boot's slice of Spring Data JDBC on a database of the testkit. */
@DataJdbcTest
@AutoConfigureRowhouseDatabase(scripts = "/clinic.sql")
@TestPropertySource(properties = {"spring.flyway.enabled=false", "spring.liquibase.enabled=false"})
@ContextConfiguration(classes = DataJdbcSliceIT.Application.class)
class DataJdbcSliceIT {
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(DataJdbcIT.OnJdbc.class)
    static class Application {}

    @Autowired
    DataJdbcIT.Owners owners;

    @Autowired
    DataSource dataSource;

    @Test
    @WithTenant("0a000000-0000-4000-8000-000000000001")
    void aggregates_belong_to_the_tenant() throws SQLException {
        owners.save(DataJdbcIT.Owner.named("Ada"));

        assertThat(owners.findAll()).extracting(DataJdbcIT.Owner::name).containsExactly("Ada");
        assertThat(dataSource.isWrapperFor(TenantDataSource.class)).isTrue();
    }
}
