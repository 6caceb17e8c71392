package dev.rowhouse.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

/** Somebody who treats pets. */
@Entity
@Table(name = "vet")
class Vet extends TenantEntity {
    String name = "";

    Vet() {}

    Vet(String name) {
        this.name = name;
    }

    Vet(UUID id, String name) {
        super(id);
        this.name = name;
    }
}
