package dev.rowhouse.peers.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A tag of documents. */
@Entity
@Table(name = "tag")
class Tag {
    @Id
    @Nullable
    UUID id;

    @TenantId
    @Column(name = "tenant_id")
    @Nullable
    UUID tenantId;

    @Column(nullable = false)
    String title = "";

    @Version
    @Nullable
    Long version;
}
