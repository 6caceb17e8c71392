package dev.rowhouse.hibernate.repository;

import dev.rowhouse.repository.TenantRepository;
import dev.rowhouse.testkit.repository.Pet;
import dev.rowhouse.testkit.repository.PetStore;
import dev.rowhouse.testkit.repository.TenantRepositoryContract;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;

/** The contract, kept by entities of Hibernate. */
class HibernateTenantRepositoryContractIT extends TenantRepositoryContract<PetRow> {
    @Override
    protected PetStore<PetRow> open(DataSource dataSource) {
        return new HibernatePetStore(start(dataSource));
    }

    static SessionFactory start(DataSource dataSource) {
        Configuration configuration = new Configuration();
        configuration.getProperties().put("jakarta.persistence.nonJtaDataSource", dataSource);
        configuration.getProperties().put("hibernate.jdbc.batch_size", "50");
        return configuration
                .addAnnotatedClass(PetRow.class)
                .addAnnotatedClass(Keeper.class)
                .addAnnotatedClass(Keeper.KeptPet.class)
                .addAnnotatedClass(Keeper.Visit.class)
                .buildSessionFactory();
    }

    private static final class HibernatePetStore implements PetStore<PetRow> {
        private final SessionFactory factory;
        private final HibernateTenantRepository<PetRow, UUID> pets;
        private final HibernateTenantRepository<Keeper, UUID> owners;
        private @Nullable Session current;

        HibernatePetStore(SessionFactory factory) {
            this.factory = factory;
            this.pets = HibernateTenantRepository.builder(factory, PetRow.class, UUID.class)
                    .currentSession(() -> current)
                    .build();
            this.owners = HibernateTenantRepository.builder(factory, Keeper.class, UUID.class)
                    .currentSession(() -> current)
                    .build();
        }

        @Override
        public TenantRepository<PetRow, UUID> pets() {
            return pets;
        }

        @Override
        public TenantRepository<?, UUID> owners() {
            return owners;
        }

        @Override
        public PetRow entity(Pet pet) {
            return PetRow.of(pet);
        }

        @Override
        public Pet values(PetRow entity) {
            return entity.values();
        }

        @Override
        public int entitiesATrip() {
            return 250;
        }

        @Override
        public <V> V inTransaction(Supplier<V> work) {
            return factory.fromTransaction(session -> {
                current = session;
                try {
                    return work.get();
                } finally {
                    current = null;
                }
            });
        }

        @Override
        public void close() {
            factory.close();
        }
    }
}
