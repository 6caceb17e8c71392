package dev.rowhouse.hibernate;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.PrimaryKeyJoinColumn;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.OptimisticLockType;
import org.hibernate.annotations.OptimisticLocking;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** Entities in the ways that Hibernate maps them. */
final class Animals {
    private Animals() {}

    /** What the hierarchies have in common. */
    interface Animal {}

    @Entity(name = "Keeper")
    @Table(name = "keeper")
    static class Keeper extends TenantEntity {
        String name = "Kay";

        @OneToMany(mappedBy = "keeper", cascade = CascadeType.ALL)
        List<JoinedAnimal> animals = new ArrayList<>();
    }

    @Entity(name = "JoinedAnimal")
    @Table(name = "joined_animal")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class JoinedAnimal extends TenantEntity implements Animal {
        String name = "animal";

        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "keeper_id")
        @Nullable
        Keeper keeper;
    }

    @Entity(name = "JoinedBird")
    @Table(name = "joined_bird")
    static class JoinedBird extends JoinedAnimal {
        int wings = 2;
    }

    @Entity(name = "SingleAnimal")
    @Table(name = "single_animal")
    static class SingleAnimal extends TenantEntity implements Animal {
        String name = "animal";
    }

    @Entity(name = "SingleBird")
    static class SingleBird extends SingleAnimal {
        int wings = 2;
    }

    @Entity(name = "UnionAnimal")
    @Table(name = "union_animal")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    static class UnionAnimal extends TenantEntity implements Animal {
        String name = "animal";
    }

    @Entity(name = "UnionBird")
    @Table(name = "union_bird")
    static class UnionBird extends UnionAnimal {
        int wings = 2;
    }

    @Entity(name = "Cage")
    @Table(name = "cage")
    @SecondaryTable(name = "cage_place", pkJoinColumns = @PrimaryKeyJoinColumn(name = "cage_id"))
    static class Cage extends TenantEntity implements Animal {
        String name = "cage";

        @Column(table = "cage_place")
        String place = "left";
    }

    @Embeddable
    record ShiftId(LocalDate day, Integer number) {}

    @Embeddable
    static class Removal {
        @DeletedAt
        @Column(name = "removed_on")
        @Nullable
        OffsetDateTime at;

        @DeletedBy
        @Column(name = "removed_from")
        @Nullable
        String by;
    }

    @Entity(name = "Shift")
    @Table(name = "shift")
    static class Shift {
        @EmbeddedId
        ShiftId id = new ShiftId(LocalDate.EPOCH, 1);

        @TenantId
        @Nullable
        UUID business;

        @Nullable
        String note;

        @Embedded
        @Nullable
        Removal removal;

        @Version
        @Column(name = "revision")
        @Nullable
        Integer revision;
    }

    @Entity(name = "Ticket")
    @Table(name = "ticket")
    static class Ticket {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Long id;

        @TenantId
        @Column(name = "tenant_id")
        @Nullable
        UUID tenant;

        @Nullable
        String title;

        @DeletedAt
        @Column(name = "deleted_at")
        @Nullable
        OffsetDateTime gone;

        @Version
        int version;
    }

    /** Neither a version nor a soft delete. */
    @Entity(name = "Leaflet")
    @Table(name = "leaflet")
    static class Leaflet {
        @Id
        @GeneratedUuidV7
        @Nullable
        UUID id;

        @TenantId
        @Column(name = "tenant_id")
        @Nullable
        UUID tenant;

        String text = "free";
    }

    /** With a version, and locked by something else if Hibernate let it. */
    @MappedSuperclass
    abstract static class Locked {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Long id;

        @TenantId
        @Column(name = "tenant_id")
        @Nullable
        UUID tenant;

        String title = "new";

        @DeletedAt
        @Column(name = "deleted_at")
        @Nullable
        OffsetDateTime gone;

        @Version
        int version;
    }

    @Entity(name = "AllLocked")
    @Table(name = "ticket")
    @DynamicUpdate
    @OptimisticLocking(type = OptimisticLockType.ALL)
    static class AllLocked extends Locked {}

    @Entity(name = "DirtyLocked")
    @Table(name = "ticket")
    @DynamicUpdate
    @OptimisticLocking(type = OptimisticLockType.DIRTY)
    static class DirtyLocked extends Locked {}

    @Entity(name = "Unlocked")
    @Table(name = "ticket")
    @OptimisticLocking(type = OptimisticLockType.NONE)
    static class Unlocked extends Locked {}
}
