package dev.rowhouse.peers.ebean;

import io.ebean.annotation.TenantId;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A document with notes, tags and labels. */
@Entity
@Table(name = "document")
public class Document {
    @Id
    @Nullable
    UUID id;

    @TenantId
    @Column(name = "tenant_id")
    @Nullable
    UUID tenantId;

    @Column(nullable = false)
    String title = "";

    @Nullable
    String body;

    @Version
    @Nullable
    Long version;

    @OneToMany(mappedBy = "document")
    List<Note> notes = new ArrayList<>();

    @ManyToMany
    @JoinTable(
            name = "document_tag",
            joinColumns = @JoinColumn(name = "document_id"),
            inverseJoinColumns = @JoinColumn(name = "tag_id"))
    Set<Tag> tags = new LinkedHashSet<>();

    @ElementCollection
    @CollectionTable(name = "document_label", joinColumns = @JoinColumn(name = "document_id"))
    @Column(name = "label")
    Set<String> labels = new LinkedHashSet<>();

    /** Returns the title, also where this is a reference that was not read yet. */
    String title() {
        return title;
    }

    void setTenantId(UUID newTenantId) {
        tenantId = newTenantId;
    }

    List<Note> notes() {
        return notes;
    }

    Set<Tag> tags() {
        return tags;
    }

    Set<String> labels() {
        return labels;
    }
}
