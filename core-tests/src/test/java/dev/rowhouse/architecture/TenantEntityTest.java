package dev.rowhouse.architecture;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.rowhouse.hibernate.TenantEntity;
import dev.rowhouse.testkit.archunit.TenantArchitecture;
import dev.rowhouse.testkit.archunit.TenantRule;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.junit.jupiter.api.Test;

/** The architecture rules know Rowhouse's own superclass, although the testkit names nothing of Hibernate. */
class TenantEntityTest {
    @Entity
    static class Vet extends TenantEntity {}

    @Entity
    static class Stray {
        @Id
        long id;
    }

    @Test
    void an_entity_on_the_superclass_carries_a_tenant() {
        assertThatCode(() -> rulesOf(Vet.class).check(TenantRule.ENTITIES_CARRY_A_TENANT))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> rulesOf(Vet.class, Stray.class).check(TenantRule.ENTITIES_CARRY_A_TENANT))
                .hasMessageContaining("Stray")
                .message()
                .doesNotContain("Vet");
    }

    private static TenantArchitecture rulesOf(Class<?>... entities) {
        JavaClasses types = new ClassFileImporter().importClasses(entities);
        return TenantArchitecture.builder(types).build();
    }
}
