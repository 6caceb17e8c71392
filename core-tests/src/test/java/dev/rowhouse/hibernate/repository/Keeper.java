package dev.rowhouse.hibernate.repository;

import dev.rowhouse.hibernate.TenantEntity;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contract's owner, who takes pets and their visits along. */
@Entity
@Table(name = "owner")
class Keeper extends TenantEntity {
    @Column(nullable = false)
    String name = "";

    @OneToMany(mappedBy = "keeper", cascade = CascadeType.REMOVE)
    List<KeptPet> pets = new ArrayList<>();

    /** A pet as part of its owner. */
    @Entity
    @Table(name = "pet")
    static class KeptPet extends TenantEntity {
        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "owner_id")
        @Nullable
        Keeper keeper;

        @OneToMany(
                mappedBy = "pet",
                cascade = {CascadeType.PERSIST, CascadeType.REMOVE})
        List<Visit> visits = new ArrayList<>();
    }

    /** A visit as part of its pet. */
    @Entity
    @Table(name = "visit")
    static class Visit extends TenantEntity {
        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "pet_id")
        @Nullable
        KeptPet pet;

        @Column(nullable = false)
        String reason = "";
    }
}
