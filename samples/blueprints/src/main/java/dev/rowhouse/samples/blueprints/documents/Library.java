package dev.rowhouse.samples.blueprints.documents;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.repository.DuplicateKeyException;
import dev.rowhouse.repository.PageCursors;
import dev.rowhouse.repository.StaleVersionException;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * What can be done with the current tenant's blueprints. Each method is one transaction.
 *
 * <p>Methods throw {@link RefusedException} where the name is unknown or taken, and where what is stored is not what the
 * caller has seen.
 */
public final class Library {
    private static final String REVISION_KEY = "blueprint_revision_version_taken";

    private final UnitOfWork work;
    private final Blueprints blueprints;
    private final Revisions revisions;
    private final Comments comments;

    public Library(UnitOfWork work, PageCursors cursors) {
        this.work = work;
        this.blueprints = new Blueprints(work, cursors);
        this.revisions = new Revisions(work);
        this.comments = new Comments(work);
    }

    /** A blueprint with what was remarked on it, the oldest remark first. */
    public record Commented(Blueprint blueprint, List<Comment> comments) {}

    public Blueprint add(Draft draft) {
        try {
            return blueprints.save(new Blueprint(draft));
        } catch (DuplicateKeyException e) {
            throw taken("Adding blueprint " + draft.name(), draft.name(), e);
        }
    }

    public Blueprint get(String name) {
        return blueprints.findByName(name).orElseThrow(() -> unknown("Looking for", name));
    }

    public Commented getWithComments(String name) {
        return work.call(() -> {
            Blueprint blueprint = get(name);
            return new Commented(blueprint, comments.findByBlueprint(blueprint));
        });
    }

    public CursoredPage<Blueprint> list(PageRequest page) {
        return blueprints.findPage(page, Blueprints.LATEST_FIRST);
    }

    public List<Hit> search(Search search) {
        return blueprints.search(search);
    }

    /** Returns what the blueprint was before, the latest version first. */
    public List<Revision> history(String name) {
        return work.call(() -> revisions.findByBlueprint(get(name)));
    }

    /**
     * Changes a blueprint.
     *
     * @param name its name
     * @param version the version that the caller has seen
     * @param change makes what it shall be from what it is
     * @return the blueprint, with its new version
     */
    public Blueprint change(String name, long version, UnaryOperator<Draft> change) {
        String tried = "Changing blueprint " + name;
        try {
            return work.call(() -> {
                Blueprint blueprint = blueprints.findByName(name).orElseThrow(() -> unknown("Changing", name));
                if (version != requireNonNull(blueprint.getVersion())) {
                    throw new RefusedException(tried + ": you have seen version " + version + ", and it is version "
                            + blueprint.getVersion() + " by now"
                            + Optional.ofNullable(blueprint.getUpdatedBy())
                                    .map(actor -> ", written by " + actor)
                                    .orElse("")
                            + ". Look at what changed (show " + name + "), and repeat it with that version.");
                }
                blueprint.change(change.apply(blueprint.draft()));
                return blueprints.save(blueprint);
            });
        } catch (StaleVersionException e) {
            throw overtaken(tried, name, e);
        } catch (DuplicateKeyException e) {
            // Hibernate inserts before it updates: of two that change the same version, it is the revision that is
            // refused.
            throw e.constraint().equals(Optional.of(REVISION_KEY))
                    ? overtaken(tried, name, e)
                    : new RefusedException(
                            tried + ": another blueprint has the new name. Choose one that is free, or rename that one"
                                    + " first.",
                            e);
        }
    }

    public Comment comment(String name, String text) {
        return work.call(() -> {
            Blueprint blueprint = blueprints.findByName(name).orElseThrow(() -> unknown("Commenting on", name));
            return comments.save(blueprint.comment(text));
        });
    }

    /** Deletes one comment on its own. It does not come back with its blueprint. */
    public void deleteComment(UUID id) {
        if (!comments.softDelete(id)) {
            throw new RefusedException("Deleting comment " + id
                    + ": there is none of this id, or it is deleted already. The ids are in: show <name>.");
        }
    }

    /** Deletes a blueprint with its comments, so that {@link #restore} brings all of that back. */
    public void delete(String name) {
        Blueprint blueprint = blueprints.findByName(name).orElseThrow(() -> unknown("Deleting", name));
        blueprints.softDelete(requireNonNull(blueprint.getId()));
    }

    /** Returns what was deleted and not purged, the last first. */
    public List<Blueprint> deleted(int most) {
        return blueprints.findDeleted(most);
    }

    /**
     * Brings a deleted blueprint back, with the comments that were deleted with it.
     *
     * @param nameOrId its name, or its id where several of that name were deleted
     */
    public Blueprint restore(String nameOrId) {
        String tried = "Restoring blueprint " + nameOrId;
        List<Blueprint> found = id(nameOrId)
                .map(id -> blueprints.findDeletedById(id).stream().toList())
                .orElseGet(() -> blueprints.findDeletedByName(nameOrId));
        if (found.size() > 1) {
            throw new RefusedException(tried + ": " + found.size()
                    + " of this name were deleted. Name one by its id, from: list --deleted.");
        }
        if (found.isEmpty()) {
            boolean lives = id(nameOrId)
                    .map(blueprints::existsById)
                    .orElseGet(() -> blueprints.findByName(nameOrId).isPresent());
            throw new RefusedException(tried + (lives ? ": it is not deleted." : ": no such blueprint was deleted.")
                    + " What can be restored is in: list --deleted.");
        }
        UUID id = requireNonNull(found.get(0).getId());
        try {
            return work.call(() -> {
                blueprints.restore(id);
                return blueprints.findById(id).orElseThrow(() -> unknown("Restoring", nameOrId));
            });
        } catch (DuplicateKeyException e) {
            throw taken(tried, found.get(0).getName(), e);
        }
    }

    /** Deletes for good what was deleted that long ago, and returns how many rows that were. */
    public long purge(Duration olderThan) {
        return blueprints.purge(olderThan) + comments.purge(olderThan);
    }

    private static Optional<UUID> id(String nameOrId) {
        try {
            return nameOrId.length() == 36 ? Optional.of(UUID.fromString(nameOrId)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static RefusedException overtaken(String tried, String name, RowhouseException e) {
        return new RefusedException(
                tried + ": somebody else changed it in this moment. Look at what changed (show " + name
                        + "), and repeat it.",
                e);
    }

    private static RefusedException unknown(String tried, String name) {
        return new RefusedException(tried + " blueprint " + name
                + ": this tenant has none of that name. Names are in: list, and deleted ones in: list --deleted.");
    }

    private static RefusedException taken(String tried, String name, DuplicateKeyException e) {
        return new RefusedException(
                tried + ": another blueprint has this name. Rename that one first (edit " + name
                        + " --name <other> --version <version>), or delete it.",
                e);
    }
}
