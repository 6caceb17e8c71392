package dev.rowhouse.samples.petcare.practice;

import dev.rowhouse.hibernate.TenantEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A place that serves one pet at a time: a room, a table, a tub. */
@Entity
@Table(name = "resource")
public class Resource extends TenantEntity {
    private String name;
    private String kind;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected Resource() {}

    public Resource(String name, String kind) {
        this.name = name;
        this.kind = kind;
    }

    void change(String newName, String newKind) {
        name = newName;
        kind = newKind;
    }

    public String getName() {
        return name;
    }

    public String getKind() {
        return kind;
    }
}
