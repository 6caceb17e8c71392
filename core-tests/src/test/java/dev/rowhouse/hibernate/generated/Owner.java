package dev.rowhouse.hibernate.generated;

import dev.rowhouse.hibernate.TenantEntity;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;

/** Somebody with pets, which go with their owner. */
@Entity
@Table(name = "owner")
class Owner extends TenantEntity {
    String name = "";

    @OneToMany(mappedBy = "owner", cascade = CascadeType.ALL)
    List<Pet> pets = new ArrayList<>();
}
