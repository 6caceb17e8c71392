package dev.rowhouse.clinic;

import dev.rowhouse.hibernate.TenantEntity;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

@Entity
@Table(name = "owner")
class Owner extends TenantEntity {
    @Column(nullable = false)
    String name = "";

    String email;

    int age;

    @OneToMany(mappedBy = "owner", cascade = CascadeType.ALL, orphanRemoval = true)
    List<Animal> animals = new ArrayList<>();

    Owner() {}

    Owner(String name) {
        this.name = name;
    }

    Owner(UUID id, String name) {
        super(id);
        this.name = name;
    }

    String getName() {
        return name;
    }
}
