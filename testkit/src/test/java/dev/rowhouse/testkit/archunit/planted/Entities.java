package dev.rowhouse.testkit.archunit.planted;

import dev.rowhouse.SharedTable;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

/** Entities with and without a tenant. */
public final class Entities {
    private Entities() {}

    @MappedSuperclass
    public abstract static class Base {
        @Id
        UUID id;

        @TenantId
        UUID tenantId;
    }

    @Entity
    public static class Invoice {
        @Id
        UUID id;

        UUID tenantId;
    }

    @Entity
    public static class Forgotten extends Invoice {}

    @Entity
    public static class Undecided extends Base {
        @SharedTable(reason = "not thought through")
        @Entity
        public static class Both extends Base {}
    }

    @SharedTable(reason = " ")
    @Entity
    public static class Unexplained {
        @Id
        UUID id;
    }

    @SharedTable(reason = "on a mapped superclass it says nothing")
    @MappedSuperclass
    public abstract static class SharedBase {
        @Id
        UUID id;
    }

    @Entity
    public static class Silent extends SharedBase {}

    @Entity
    public static class Inherited extends Base {}

    @Entity
    public static class Own {
        @Id
        UUID id;

        @TenantId
        UUID owner;
    }

    @Entity
    public static class ByProperty {
        @Id
        UUID id;

        private UUID owner;

        @TenantId
        public UUID getOwner() {
            return owner;
        }

        public void setOwner(UUID owner) {
            this.owner = owner;
        }
    }

    @Embeddable
    public static class Origin {
        @TenantId
        UUID tenantId;
    }

    @Entity
    public static class InEmbeddable {
        @Id
        UUID id;

        @Embedded
        Origin origin;
    }

    @SharedTable(reason = "a list of the world's countries")
    @Entity
    public static class Country {
        @Id
        String code;
    }

    @Entity
    public static class Island extends Country {}

    /** Uses sessions, and mentions an entity. */
    public static class Ledger {
        void book(EntityManager entityManager, Inherited entry) {
            entityManager.persist(entry);
        }
    }

    /** Uses sessions, and mentions no entity. */
    public static class Store {
        void save(EntityManager entityManager, Object entry) {
            entityManager.persist(entry);
        }
    }
}
