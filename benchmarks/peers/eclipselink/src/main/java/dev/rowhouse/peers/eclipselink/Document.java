package dev.rowhouse.peers.eclipselink;

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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.persistence.annotations.Multitenant;
import org.eclipse.persistence.annotations.TenantDiscriminatorColumn;
import org.jspecify.annotations.Nullable;

/** A document with notes, tags and labels. */
@Entity
@Multitenant
@TenantDiscriminatorColumn(name = "tenant_id")
@Table(name = "document")
class Document {
    @Id
    @Nullable
    UUID id;

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
    Set<Tag> tags = new HashSet<>();

    @ElementCollection
    @CollectionTable(name = "document_label", joinColumns = @JoinColumn(name = "document_id"))
    @Column(name = "label")
    Set<String> labels = new HashSet<>();

    /** Returns the title, also where this is a reference that was not read yet. */
    String title() {
        return title;
    }
}
