package dev.rowhouse.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.hibernate.repository.HibernateTenantRepository;
import dev.rowhouse.repository.Restriction;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.data.Limit;
import jakarta.data.Order;
import jakarta.data.Sort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HibernateRepositoryGuideIT {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/hibernate/clinic.sql")
            .build();

    private final UUID acme = UUID.randomUUID();
    private final Order<Vet> byName = Order.by(Sort.asc("name"));
    private final SessionFactory sessionFactory = start();

    private static SessionFactory start() {
        Configuration configuration = new Configuration();
        configuration.getProperties().put("jakarta.persistence.nonJtaDataSource", database.dataSource());
        return configuration.addAnnotatedClass(Vet.class).buildSessionFactory();
    }

    @AfterEach
    void stop() {
        sessionFactory.close();
    }

    private HibernateTenantRepository<Vet, UUID> repository() {
        HibernateTenantRepository<Vet, UUID> vets = HibernateTenantRepository.of(sessionFactory, Vet.class, UUID.class);
        return vets;
    }

    static class Vets extends HibernateTenantRepository<Vet, UUID> {
        Vets(SessionFactory factory) {
            super(builder(factory, Vet.class, UUID.class));
        }

        List<Vet> named(String prefix) {
            return findAll(Restriction.startsWith("name", prefix), Order.by(Sort.asc("name")));
        }

        List<String> initials() {
            return read(session -> session.createSelectionQuery("select left(name, 1) from Vet", String.class)
                    .getResultList());
        }
    }

    record Name(String name) {}

    @Test
    void sessions() {
        HibernateTenantRepository<Vet, UUID> vets = repository();

        TenantContext.of(acme).run(() -> {
            vets.save(new Vet("Dr. Who")); // a session and a transaction of its own

            sessionFactory.inTransaction(session -> {
                Vet vet = vets.in(session).findAll(byName).get(0); // managed, in the application's transaction
                vet.name = "Dr. Dolittle";
            });
        });

        TenantContext.of(acme).run(() -> {
            assertThat(vets.findAll(byName)).extracting(vet -> vet.name).containsExactly("Dr. Dolittle");
            assertThat(new Vets(sessionFactory).named("Dr.")).hasSize(1);
            assertThat(new Vets(sessionFactory).initials()).containsExactly("D");
        });
    }

    @Test
    void more_than_the_contract() {
        HibernateTenantRepository<Vet, UUID> vets = repository();
        TenantContext.of(acme).run(() -> vets.saveAll(List.of(new Vet("Ann"), new Vet("Bob"), new Vet("Cid"))));

        TenantContext.of(acme).run(() -> {
            List<Name> names = vets.findAll(Name.class, Restriction.unrestricted(), byName, Limit.of(10));

            try (Stream<Vet> all = vets.stream(Restriction.unrestricted(), byName)) {
                all.forEach(vet -> print(vet.name));
            }

            sessionFactory.inTransaction(session -> {
                List<Vet> free = vets.in(session).findAndLock(Restriction.unrestricted(), byName, Limit.of(2));
                free.forEach(vet -> vet.name = "on duty");
            });

            assertThat(vets.count(Restriction.equalTo("name", "on duty"))).isEqualTo(2);
            assertThat(names).containsExactly(new Name("Ann"), new Name("Bob"), new Name("Cid"));
        });
    }

    private static void print(String name) {
        assertThat(name).hasSize(3);
    }

    @Test
    void each_example_of_the_guide_is_compiled_here() throws IOException {
        String source = "";
        for (String file : List.of(
                "guide/HibernateRepositoryGuideIT.java",
                "hibernate/generated/Pets.java",
                "hibernate/generated/GeneratedRepositoryIT.java")) {
            source += withoutSpace(Files.readString(Path.of("src/test/java/dev/rowhouse", file)));
        }
        String guide = Files.readString(Path.of("../docs/guide/hibernate.md"));
        Matcher examples = EXAMPLE.matcher(guide.substring(guide.indexOf("## Repositories")));

        int found = 0;
        while (examples.find()) {
            found++;
            assertThat(source).contains(withoutSpace(examples.group(1)));
        }

        assertThat(found).isEqualTo(7);
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
