package dev.rowhouse.clinic;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.hibernate.TenantEntity;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.CreatedDate;
import org.springframework.data.annotation.LastModifiedBy;
import org.springframework.data.domain.AuditorAware;
import org.springframework.data.jpa.domain.support.AuditingEntityListener;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaAuditing;

/** Spring Data's auditing, beside Rowhouse's or in its place. */
class AuditingIT {
    @RegisterExtension
    static final RowhouseDatabase database = Clinic.database();

    private final TenantContext acme = TenantContext.of(ACME);

    /** An entity with Spring Data's annotations, and columns that Rowhouse does not know. */
    @Entity
    @Table(name = "invoice")
    @EntityListeners(AuditingEntityListener.class)
    static class Invoice {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @TenantId
        @Column(name = "tenant_id")
        UUID tenant;

        String number = "";

        @CreatedDate
        Instant createdOn;

        @LastModifiedBy
        String changedBy;

        @Version
        long version;
    }

    interface Invoices extends JpaRepository<Invoice, Long> {}

    /** Both kinds of annotations on one entity. */
    @Entity
    @Table(name = "owner")
    @EntityListeners(AuditingEntityListener.class)
    static class AuditedOwner extends TenantEntity {
        String name = "";

        @LastModifiedBy
        String email;
    }

    interface AuditedOwners extends JpaRepository<AuditedOwner, UUID> {}

    @Configuration(proxyBeanMethods = false)
    @EnableJpaAuditing
    static class Auditing {}

    @Configuration(proxyBeanMethods = false)
    static class OwnAuditor {
        @Bean
        AuditorAware<String> auditor() {
            return () -> Optional.of("somebody");
        }
    }

    private Invoice saved(ConfigurableApplicationContext application) {
        return acme.withActor("ann").call(() -> {
            Invoice invoice = new Invoice();
            invoice.number = "1";
            return application.getBean(Invoices.class).save(invoice);
        });
    }

    @Test
    void the_actor_of_the_context_is_the_auditor_where_the_application_says_so() {
        try (ConfigurableApplicationContext application =
                Clinic.start(database, List.of(Auditing.class), "rowhouse.data.actor-as-auditor=true")) {
            Invoice saved = saved(application);
            Invoice changed = acme.withActor("bob").call(() -> {
                saved.number = "2";
                return application.getBean(Invoices.class).save(saved);
            });

            assertThat(saved.createdOn).isBetween(Instant.now().minusSeconds(60), Instant.now());
            assertThat(saved.changedBy).isEqualTo("ann");
            assertThat(changed.changedBy).isEqualTo("bob");
            assertThat(TenantContext.of(BOLT)
                            .call(() -> application.getBean(Invoices.class).findAll()))
                    .isEmpty();
        }
    }

    @Test
    void an_auditor_of_the_applications_own_stays() {
        try (ConfigurableApplicationContext application = Clinic.start(
                database, List.of(Auditing.class, OwnAuditor.class), "rowhouse.data.actor-as-auditor=true")) {
            assertThat(saved(application).changedBy).isEqualTo("somebody");
        }
    }

    @Test
    void nobody_is_the_auditor_unless_asked_for() {
        try (ConfigurableApplicationContext application = Clinic.start(database, List.of(Auditing.class))) {
            assertThat(application.getBeansOfType(AuditorAware.class)).isEmpty();
            assertThat(saved(application).changedBy).isNull();
        }
    }

    @Test
    void rowhouses_columns_are_filled_beside_spring_datas() {
        try (ConfigurableApplicationContext application =
                Clinic.start(database, List.of(Auditing.class), "rowhouse.data.actor-as-auditor=true")) {
            AuditedOwner owner = new AuditedOwner();
            owner.name = "Ada";

            AuditedOwner saved = acme.withActor("ann")
                    .call(() -> application.getBean(AuditedOwners.class).save(owner));

            assertThat(saved.getCreatedBy()).isEqualTo("ann");
            assertThat(saved.email).isEqualTo("ann");
        }
    }
}
