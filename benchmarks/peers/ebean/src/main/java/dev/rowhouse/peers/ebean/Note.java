package dev.rowhouse.peers.ebean;

import io.ebean.annotation.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A note on a document. */
@Entity
@Table(name = "note")
public class Note {
    @Id
    @Nullable
    UUID id;

    @TenantId
    @Column(name = "tenant_id")
    @Nullable
    UUID tenantId;

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

    String title() {
        return title;
    }

    void setTenantId(UUID newTenantId) {
        tenantId = newTenantId;
    }

    void setVersion(long newVersion) {
        version = newVersion;
    }

    @Nullable
    Document document() {
        return document;
    }

    void setDocument(Document newDocument) {
        document = newDocument;
    }
}
