package dev.rowhouse.hibernate.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.engine.spi.CascadeStyle;
import org.hibernate.engine.spi.CascadingActions;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.query.MutationQuery;
import org.hibernate.query.Query;
import org.hibernate.type.CollectionType;
import org.hibernate.type.EntityType;
import org.hibernate.type.ForeignKeyDirection;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * Soft-deleted rows and those that the removal had cascaded to, as ids, in the order in which they can be deleted: rows that
 * refer to others come first. Found by queries, level by level, whatever the number of rows.
 */
final class DeletedGroup {
    private static final int IDS_A_STATEMENT = 1_000;

    private final Session child;
    private final SoftDeletedEntities entities;
    private final SessionFactoryImplementor factory;
    private final @Nullable Object deletedAt;
    private final List<Level> levels = new ArrayList<>();
    private final Map<String, Set<Object>> seen = new HashMap<>();

    private DeletedGroup(Session child, SoftDeletedEntities entities, @Nullable Object deletedAt) {
        this.child = child;
        this.entities = entities;
        this.factory = child.unwrap(SessionImplementor.class).getFactory();
        this.deletedAt = deletedAt;
    }

    private record Level(EntityPersister entity, List<Object> ids) {}

    private record Cascade(EntityPersister owner, String attribute, EntityPersister target, boolean refersToOwner) {}

    /**
     * Finds a group.
     *
     * @param deletedAt when all of the group was deleted, or null for whatever is deleted and hangs on the given rows
     */
    static DeletedGroup of(
            Session child,
            SoftDeletedEntities entities,
            EntityPersister entity,
            List<Object> ids,
            @Nullable Object deletedAt) {
        DeletedGroup group = new DeletedGroup(child, entities, deletedAt);
        group.add(entity, ids);
        return group;
    }

    private void add(EntityPersister entity, List<Object> ids) {
        List<Object> fresh = ids.stream()
                .filter(seen.computeIfAbsent(entity.getRootEntityName(), name -> new HashSet<>())::add)
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        List<Cascade> cascades = cascades(entity);
        cascades.stream().filter(Cascade::refersToOwner).forEach(each -> add(each.target(), targets(each, fresh)));
        levels.add(new Level(entity, fresh));
        cascades.stream()
                .filter(each -> !each.refersToOwner())
                .forEach(each -> add(each.target(), targets(each, fresh)));
    }

    private List<Cascade> cascades(EntityPersister entity) {
        List<Cascade> found = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String name : entity.getSubclassEntityNames()) {
            EntityPersister owner = factory.getMappingMetamodel().getEntityDescriptor(name);
            Type[] types = owner.getPropertyTypes();
            CascadeStyle[] styles = owner.getPropertyCascadeStyles();
            for (int i = 0; i < types.length; i++) {
                String attribute = owner.getPropertyNames()[i];
                String target = target(types[i]);
                if (target != null && cascadesRemove(styles[i]) && names.add(attribute)) {
                    found.add(new Cascade(
                            owner,
                            attribute,
                            factory.getMappingMetamodel().getEntityDescriptor(target),
                            refersToOwner(types[i])));
                }
            }
        }
        return found;
    }

    private static boolean cascadesRemove(CascadeStyle style) {
        return style.doCascade(CascadingActions.REMOVE) || style.hasOrphanDelete();
    }

    private @Nullable String target(Type type) {
        Type element = type instanceof CollectionType collection ? collection.getElementType(factory) : type;
        return element instanceof EntityType entity ? entity.getAssociatedEntityName() : null;
    }

    private static boolean refersToOwner(Type type) {
        return type instanceof CollectionType
                || (type instanceof EntityType entity
                        && entity.getForeignKeyDirection() == ForeignKeyDirection.TO_PARENT);
    }

    private List<Object> targets(Cascade cascade, List<Object> owners) {
        String path = "t." + entities.require(cascade.target()).deletedAt();
        List<Object> found = new ArrayList<>();
        for (List<Object> some : chunks(owners)) {
            Query<Object> query = child.createQuery(
                            "select id(t) from " + cascade.owner().getEntityName() + " o join o." + cascade.attribute()
                                    + " t where id(o) in :ids and " + path
                                    + (deletedAt == null ? " is not null" : " = :deletedAt"),
                            Object.class)
                    .setParameterList("ids", some);
            if (deletedAt != null) {
                query.setParameter("deletedAt", deletedAt);
            }
            found.addAll(query.getResultList());
        }
        return found;
    }

    int restore() {
        int restored = 0;
        for (Level level : levels) {
            SoftDeleted softDeleted = entities.require(level.entity());
            String deletedBy = softDeleted.deletedBy();
            restored += each(
                    level,
                    "update versioned " + level.entity().getEntityName() + " e set e." + softDeleted.deletedAt()
                            + " = null" + (deletedBy == null ? "" : ", e." + deletedBy + " = null"));
        }
        return restored;
    }

    /** Gives the whole group another time, so that it is one of its own. */
    void move(Object at) {
        for (Level level : levels) {
            each(
                    level,
                    "update versioned " + level.entity().getEntityName() + " e set e."
                            + entities.require(level.entity()).deletedAt() + " = :at",
                    query -> query.setParameter("at", at));
        }
    }

    long purge() {
        long purged = 0;
        for (Level level : levels) {
            purged += each(level, "delete from " + level.entity().getEntityName() + " e");
        }
        return purged;
    }

    private int each(Level level, String statement) {
        return each(level, statement, query -> {});
    }

    private int each(Level level, String statement, Consumer<MutationQuery> parameters) {
        String condition =
                " where id(e) in :ids and e." + entities.require(level.entity()).deletedAt() + " is not null";
        int changed = 0;
        for (List<Object> some : chunks(level.ids())) {
            MutationQuery query = child.createMutationQuery(statement + condition);
            parameters.accept(query);
            changed += query.setParameterList("ids", some).executeUpdate();
        }
        return changed;
    }

    private static List<List<Object>> chunks(List<Object> ids) {
        List<List<Object>> chunks = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += IDS_A_STATEMENT) {
            chunks.add(ids.subList(from, Math.min(from + IDS_A_STATEMENT, ids.size())));
        }
        return chunks;
    }
}
