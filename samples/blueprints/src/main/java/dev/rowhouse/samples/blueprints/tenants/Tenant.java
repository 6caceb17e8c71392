package dev.rowhouse.samples.blueprints.tenants;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.SharedTable;
import dev.rowhouse.hibernate.GeneratedUuidV7;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant, and the short name it goes by. */
@Entity
@Table(name = "tenant")
@SharedTable(reason = "The directory in which a tenant is looked up before it is known who is asking")
public class Tenant {
    @Id
    @GeneratedUuidV7
    @Column(name = "id", nullable = false, updatable = false)
    private @Nullable UUID id;

    @Column(name = "slug", nullable = false, updatable = false)
    private String slug = "";

    @Column(name = "name", nullable = false, updatable = false)
    private String name = "";

    /** For Hibernate. */
    protected Tenant() {}

    Tenant(String slug, String name) {
        this.slug = slug;
        this.name = name;
    }

    public UUID getId() {
        return requireNonNull(id);
    }

    public String getSlug() {
        return slug;
    }

    public String getName() {
        return name;
    }
}
