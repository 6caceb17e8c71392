package dev.rowhouse.hibernate.generated;

import dev.rowhouse.hibernate.TenantEntity;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A pet with tags in a collection table. */
@Entity
@Table(name = "pet")
class Pet extends TenantEntity {
    String name = "";

    @Nullable
    String chip;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "owner_id")
    @Nullable
    Owner owner;

    @ElementCollection
    @CollectionTable(name = "pet_tag", joinColumns = @JoinColumn(name = "pet_id"))
    @Column(name = "tag")
    Set<String> tags = new HashSet<>();

    Pet() {}

    Pet(String name) {
        this.name = name;
    }

    Pet(UUID id, String name) {
        super(id);
        this.name = name;
    }
}
