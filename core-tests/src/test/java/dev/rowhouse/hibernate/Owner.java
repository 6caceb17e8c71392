package dev.rowhouse.hibernate;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Somebody with pets. */
@Entity
@Table(name = "owner")
class Owner extends TenantEntity {
    String name = "";

    @OneToMany(mappedBy = "owner", cascade = CascadeType.ALL, orphanRemoval = true)
    List<Pet> pets = new ArrayList<>();

    @ManyToMany
    @JoinTable(
            name = "owner_vet",
            joinColumns = @JoinColumn(name = "owner_id"),
            inverseJoinColumns = @JoinColumn(name = "vet_id"))
    Set<Vet> vets = new HashSet<>();

    Owner() {}

    Owner(String name) {
        this.name = name;
    }

    Owner(UUID id, String name) {
        super(id);
        this.name = name;
    }

    Pet add(Pet pet) {
        pet.owner = this;
        pets.add(pet);
        return pet;
    }
}
