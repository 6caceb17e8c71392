package dev.rowhouse.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.testkit.spring.RowhouseTest;
import dev.rowhouse.testkit.spring.WithTenant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** The example of the guide "Testing". */
@TestPropertySource(
        properties = {"spring.flyway.enabled=false", "spring.liquibase.enabled=false", "rowhouse.directory.table=tenant"
        })
@RowhouseTest(scripts = {"/clinic.sql", "/tenants.sql"})
@WithTenant("0a000000-0000-4000-8000-000000000001")
class OwnersIT {
    @Autowired
    Owners owners;

    @Test
    void owners_are_found_by_name() {
        owners.save(new Owner("Ada"));

        assertThat(owners.existsByName("Ada")).isTrue();
    }

    @Test
    @WithTenant(value = "bolt", actor = "bob") // by name, if the application has a TenantDirectory
    void owners_of_others_are_not() {
        assertThat(owners.existsByName("Ada")).isFalse();
    }
}
