package dev.rowhouse.samples.petcare.clients;

import dev.rowhouse.hibernate.TenantEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Somebody with pets. */
@Entity
@Table(name = "owner")
public class Owner extends TenantEntity {
    private String name;
    private String email;
    private String phone;
    private String note;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected Owner() {}

    public Owner(String name, String email, String phone, String note) {
        this.name = name;
        this.email = email;
        this.phone = phone;
        this.note = note;
    }

    void change(String newName, String newEmail, String newPhone, String newNote) {
        name = newName;
        email = newEmail;
        phone = newPhone;
        note = newNote;
    }

    public String getName() {
        return name;
    }

    public String getEmail() {
        return email;
    }

    public String getPhone() {
        return phone;
    }

    public String getNote() {
        return note;
    }
}
