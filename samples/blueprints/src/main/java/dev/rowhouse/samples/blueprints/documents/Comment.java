package dev.rowhouse.samples.blueprints.documents;

import dev.rowhouse.hibernate.TenantEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** What somebody remarked on a blueprint. */
@Entity
@Table(name = "blueprint_comment")
public class Comment extends TenantEntity {
    private static final int LONGEST_TEXT = 10_000;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "blueprint_id", nullable = false, updatable = false)
    private Blueprint blueprint;

    @Column(name = "text", nullable = false)
    private String text = "";

    /** For Hibernate. */
    protected Comment() {}

    Comment(Blueprint blueprint, String text) {
        if (text.isBlank() || text.codePointCount(0, text.length()) > LONGEST_TEXT || text.contains("\0")) {
            throw new InvalidInputException(
                    "Commenting on blueprint " + blueprint.getName() + ": the text is blank, has a"
                            + " zero byte, or has more than " + LONGEST_TEXT + " characters. Write something between.");
        }
        this.blueprint = blueprint;
        this.text = text.strip();
    }

    public String getText() {
        return text;
    }
}
