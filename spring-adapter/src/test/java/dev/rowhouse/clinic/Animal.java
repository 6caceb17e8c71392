package dev.rowhouse.clinic;

import dev.rowhouse.hibernate.TenantEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

@Entity
@Table(name = "animal")
class Animal extends TenantEntity {
    @Column(nullable = false)
    String name = "";

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "owner_id")
    Owner owner;

    Animal() {}

    Animal(String name) {
        this.name = name;
    }

    String getName() {
        return name;
    }
}
