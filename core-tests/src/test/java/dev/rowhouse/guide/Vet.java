package dev.rowhouse.guide;

import dev.rowhouse.hibernate.TenantEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** The guide's entity. */
@Entity
@Table(name = "vet")
class Vet extends TenantEntity {
    String name = "";

    Vet() {}

    Vet(String name) {
        this.name = name;
    }
}
