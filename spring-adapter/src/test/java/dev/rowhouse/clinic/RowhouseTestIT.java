package dev.rowhouse.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.clinic.pages.OwnerPages;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.testkit.RowhouseDatabase;
import dev.rowhouse.testkit.spring.RowhouseTest;
import dev.rowhouse.testkit.spring.WithTenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.transaction.annotation.Transactional;

/** A slice with a database of its own, and tests that work for a tenant. */
@RowhouseTest(
        scripts = {"/clinic.sql", "/tenants.sql"},
        properties = {
            "spring.flyway.enabled=false",
            "spring.liquibase.enabled=false",
            "spring.jpa.open-in-view=false",
            "rowhouse.directory.table=tenant"
        })
@WithTenant(value = "0a000000-0000-4000-8000-000000000001", actor = "ann")
class RowhouseTestIT {
    @Autowired
    Owners owners;

    @Autowired
    Animals animals;

    @Autowired
    JdbcClient client;

    @Autowired
    DataSource dataSource;

    @Autowired
    RowhouseDatabase database;

    @Autowired
    ApplicationContext context;

    @BeforeEach
    void set_up_works_for_the_tenant_too() throws SQLException {
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate owner, animal, invoice, invoice_line");
        }
        owners.save(new Owner("Ada"));
    }

    @Test
    void the_class_says_which_tenant() throws SQLException {
        assertThat(dataSource.isWrapperFor(TenantDataSource.class)).isTrue();
        assertThat(owners.findAll()).extracting(Owner::getCreatedBy).containsExactly("ann");
        assertThat(client.sql("select name from owner").query(String.class).list())
                .containsExactly("Ada");
        assertThat(animals.count()).isZero();
        assertThat(context.getBeansOfType(OwnerPages.class)).isEmpty(); // no slice of the web
    }

    @Test
    @WithTenant("bolt")
    void the_method_may_say_another_by_its_name() {
        assertThat(TenantContext.require().tenantId()).hasToString("0b000000-0000-4000-8000-000000000002");
        assertThat(TenantContext.require().actor()).isEmpty();
        assertThat(owners.findAll()).extracting(Owner::getName).containsExactly("Ada");
    }

    @Test
    @Transactional
    void a_transaction_of_springs_begins_for_the_tenant() {
        assertThat(TestTransaction.isActive()).isTrue();
        owners.save(new Owner("Amos"));
        assertThat(owners.count()).isEqualTo(2);
    }

    @Nested
    class Inside {
        @Test
        void the_tenant_of_the_class_around_it_holds() {
            assertThat(owners.findAll()).hasSize(1);
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class PerClass {
        @Test
        void nothing_stays_bound_between_tests() {
            assertThat(List.of(TenantContext.require().actor().orElseThrow())).containsExactly("ann");
        }
    }
}
