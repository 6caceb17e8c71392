package dev.rowhouse.peers.eclipselink;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.UUID;
import org.eclipse.persistence.annotations.Multitenant;
import org.eclipse.persistence.annotations.TenantDiscriminatorColumn;
import org.jspecify.annotations.Nullable;

/** A tag of documents. */
@Entity
@Multitenant
@TenantDiscriminatorColumn(name = "tenant_id")
@Table(name = "tag")
class Tag {
    @Id
    @Nullable
    UUID id;

    @Column(nullable = false)
    String title = "";

    @Version
    @Nullable
    Long version;
}
