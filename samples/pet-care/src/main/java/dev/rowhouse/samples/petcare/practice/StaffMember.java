package dev.rowhouse.samples.petcare.practice;

import dev.rowhouse.hibernate.TenantEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Somebody who looks after pets. */
@Entity
@Table(name = "staff")
public class StaffMember extends TenantEntity {
    private String name;
    private String role;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected StaffMember() {}

    public StaffMember(String name, String role) {
        this.name = name;
        this.role = role;
    }

    void change(String newName, String newRole) {
        name = newName;
        role = newRole;
    }

    public String getName() {
        return name;
    }

    public String getRole() {
        return role;
    }
}
