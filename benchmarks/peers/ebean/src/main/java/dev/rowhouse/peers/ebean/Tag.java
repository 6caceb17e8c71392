package dev.rowhouse.peers.ebean;

import io.ebean.annotation.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tag of documents. */
@Entity
@Table(name = "tag")
public class Tag {
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

    String title() {
        return title;
    }

    void setTitle(String newTitle) {
        title = newTitle;
    }
}
