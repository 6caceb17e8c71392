package dev.rowhouse.jdbc.repository;

import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.repository.TenantRepository;
import dev.rowhouse.testkit.repository.Pet;
import dev.rowhouse.testkit.repository.PetStore;
import dev.rowhouse.testkit.repository.TenantRepositoryContract;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The contract, kept by records on plain JDBC. */
class JdbcTenantRepositoryContractIT extends TenantRepositoryContract<Pet> {
    private record Owner(UUID id, UUID tenantId, String name, Long version) {}

    @Override
    protected PetStore<Pet> open(DataSource dataSource) {
        return new JdbcPetStore(TenantJdbc.on((TenantDataSource) dataSource));
    }

    private static final class JdbcPetStore implements PetStore<Pet> {
        private final TenantJdbc jdbc;
        private final JdbcTenantRepository<Pet, UUID> pets;
        private final JdbcTenantRepository<Owner, UUID> owners;

        JdbcPetStore(TenantJdbc jdbc) {
            this.jdbc = jdbc;
            this.pets = JdbcTenantRepository.of(jdbc, Pet.class, UUID.class);
            this.owners = JdbcTenantRepository.builder(jdbc, Owner.class, UUID.class)
                    .cascade("pet", "visit")
                    .build();
        }

        @Override
        public TenantRepository<Pet, UUID> pets() {
            return pets;
        }

        @Override
        public TenantRepository<?, UUID> owners() {
            return owners;
        }

        @Override
        public Pet entity(Pet pet) {
            return pet;
        }

        @Override
        public Pet values(Pet entity) {
            return entity;
        }

        @Override
        public <V> V inTransaction(Supplier<V> work) {
            return jdbc.inTransaction(work::get);
        }

        @Override
        public void close() {}
    }
}
