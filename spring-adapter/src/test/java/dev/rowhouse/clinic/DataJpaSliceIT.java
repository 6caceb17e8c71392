package dev.rowhouse.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.testkit.spring.AutoConfigureRowhouseDatabase;
import dev.rowhouse.testkit.spring.WithTenant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.transaction.TestTransaction;

/** Spring Boot's slice of JPA, which begins its transaction before a test can do anything, on a database of the testkit. */
@DataJpaTest
@AutoConfigureRowhouseDatabase(scripts = "/clinic.sql")
@TestPropertySource(properties = {"spring.flyway.enabled=false", "spring.liquibase.enabled=false"})
@WithTenant("0a000000-0000-4000-8000-000000000001")
class DataJpaSliceIT {
    @Autowired
    Owners owners;

    @Autowired
    Animals animals;

    @Test
    void the_transaction_belongs_to_the_tenant() {
        owners.saveAndFlush(new Owner("Ada"));
        Animal rex = animals.saveAndFlush(new Animal("Rex"));
        animals.delete(rex);

        assertThat(TestTransaction.isActive()).isTrue();
        assertThat(owners.findAll()).extracting(Owner::getName).containsExactly("Ada");
        assertThat(animals.findDeletedById(rex.getId())).isPresent();
    }

    @Test
    @WithTenant("0b000000-0000-4000-8000-000000000002")
    void what_others_wrote_was_rolled_back_or_is_theirs() {
        assertThat(owners.count()).isZero();
    }
}
