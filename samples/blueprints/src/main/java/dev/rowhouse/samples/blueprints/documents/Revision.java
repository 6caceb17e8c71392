package dev.rowhouse.samples.blueprints.documents;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.hibernate.GeneratedUuidV7;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a blueprint was before a change. Neither changed nor deleted on its own, so it takes only some parts of the
 * convention: an id and a tenant.
 */
@Entity
@Immutable
@Table(name = "blueprint_revision")
public class Revision {
    @Id
    @GeneratedUuidV7
    @Column(name = "id", nullable = false, updatable = false)
    private @Nullable UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private @Nullable UUID tenantId;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "blueprint_id", nullable = false, updatable = false)
    private Blueprint blueprint;

    @Column(name = "version", nullable = false)
    private long version;

    @Column(name = "name", nullable = false)
    private String name = "";

    @Column(name = "description", nullable = false)
    private String description = "";

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "spec", nullable = false)
    private JsonNode spec;

    @Column(name = "written_at", nullable = false)
    private Instant writtenAt = Instant.EPOCH;

    @Column(name = "written_by")
    private @Nullable String writtenBy;

    /** For Hibernate. */
    protected Revision() {}

    /** Takes down what a blueprint is at the moment. */
    Revision(Blueprint blueprint) {
        this.blueprint = blueprint;
        this.version = requireNonNull(blueprint.getVersion());
        this.name = blueprint.getName();
        this.description = blueprint.getDescription();
        this.spec = blueprint.getSpec();
        this.writtenAt = requireNonNull(blueprint.getUpdatedAt());
        this.writtenBy = blueprint.getUpdatedBy();
    }

    /** Returns the version that the blueprint had. */
    public long getVersion() {
        return version;
    }

    public String getName() {
        return name;
    }

    public String getDescription() {
        return description;
    }

    public JsonNode getSpec() {
        return spec.deepCopy();
    }

    /** Returns when this version was written, not when it was replaced. */
    public Instant getWrittenAt() {
        return writtenAt;
    }

    public @Nullable String getWrittenBy() {
        return writtenBy;
    }
}
