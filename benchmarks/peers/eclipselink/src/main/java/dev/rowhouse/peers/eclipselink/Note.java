package dev.rowhouse.peers.eclipselink;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.UUID;
import org.eclipse.persistence.annotations.Multitenant;
import org.eclipse.persistence.annotations.TenantDiscriminatorColumn;
import org.jspecify.annotations.Nullable;

/** A note on a document. */
@Entity
@Multitenant
@TenantDiscriminatorColumn(name = "tenant_id")
@Table(name = "note")
class Note {
    @Id
    @Nullable
    UUID id;

    @Column(nullable = false)
    String title = "";

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "document_id")
    @Nullable
    Document document;

    @Version
    @Nullable
    Long version;

    Note() {}

    Note(UUID id, String title) {
        this.id = id;
        this.title = title;
    }
}
