package dev.rowhouse.samples.tasks;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as it is stored. What is null in a new one, the repository and the database fill.
 *
 * @param titleKey the title in small letters, which the database makes; for searching
 */
record Task(
        @Nullable UUID id,
        String title,
        @Nullable String titleKey,
        String note,
        @Nullable LocalDate dueOn,
        @Nullable Instant doneAt,
        @Nullable Instant createdAt,
        @Nullable String createdBy,
        @Nullable Instant updatedAt,
        @Nullable String updatedBy,
        @Nullable Instant deletedAt,
        @Nullable Long version) {
    static Task create(String title, String note, @Nullable LocalDate dueOn) {
        return new Task(null, title, null, note, dueOn, null, null, null, null, null, null, null);
    }

    /** Returns this task with other content, as the version that the client has seen. */
    Task changed(String newTitle, String newNote, @Nullable LocalDate newDueOn, long seen) {
        return new Task(
                id, newTitle, null, newNote, newDueOn, doneAt, createdAt, createdBy, updatedAt, updatedBy, null, seen);
    }
}
