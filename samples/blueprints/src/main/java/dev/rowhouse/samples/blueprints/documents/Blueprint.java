package dev.rowhouse.samples.blueprints.documents;

import dev.rowhouse.hibernate.TenantEntity;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import tools.jackson.databind.JsonNode;

/**
 * A document with a name, and everything that hangs on it. It changes by {@link #change} only, which keeps what it was
 * before; so there is no way around its history.
 */
@Entity
@Table(name = "blueprint")
public class Blueprint extends TenantEntity {
    @Column(name = "name", nullable = false)
    private String name = "";

    @Column(name = "description", nullable = false)
    private String description = "";

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "spec", nullable = false)
    private JsonNode spec;

    /** They are only added to. The database deletes them with the row of their blueprint. */
    @OneToMany(mappedBy = "blueprint", cascade = CascadeType.PERSIST)
    private List<Revision> revisions = new ArrayList<>();

    /** They are deleted with their blueprint, and come back with it. */
    @OneToMany(
            mappedBy = "blueprint",
            cascade = {CascadeType.PERSIST, CascadeType.REMOVE})
    private List<Comment> comments = new ArrayList<>();

    /** For Hibernate. */
    protected Blueprint() {}

    Blueprint(Draft draft) {
        write(draft);
    }

    /** Changes the blueprint and keeps what it was. */
    void change(Draft draft) {
        if (!draft.equals(draft())) {
            revisions.add(new Revision(this));
            write(draft);
        }
    }

    private void write(Draft draft) {
        name = draft.name();
        description = draft.description();
        spec = draft.spec();
    }

    Comment comment(String text) {
        Comment comment = new Comment(this, text);
        comments.add(comment);
        return comment;
    }

    /** Returns what can be changed. */
    public Draft draft() {
        return new Draft(name, description, spec.deepCopy());
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
}
