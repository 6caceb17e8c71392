package dev.rowhouse.peers.eclipselink;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.peers.Attack;
import dev.rowhouse.peers.Attempt;
import dev.rowhouse.peers.Attempt.Tenant;
import dev.rowhouse.peers.JdbcDoor;
import dev.rowhouse.peers.NotApplicableException;
import dev.rowhouse.peers.Peer;
import dev.rowhouse.peers.Tables;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Root;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.persistence.Version;
import org.eclipse.persistence.config.EntityManagerProperties;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** EclipseLink, which adds the tenant of the entity manager to its own SQL. */
public final class EclipseLinkPeer implements Peer {
    private static final String ALL_TITLES = "select d.title from Document d";

    private @Nullable EntityManagerFactory factory;

    /** Made by its name. */
    public EclipseLinkPeer() {}

    @Override
    public String name() {
        return "EclipseLink " + Version.getVersion();
    }

    @Override
    public String configuration() {
        return "`@Multitenant` (single table) with `@TenantDiscriminatorColumn`, an entity manager for each tenant; no"
                + " row-level security.";
    }

    @Override
    public void start(DataSource pool) throws SQLException {
        factory = new PersistenceConfiguration("peer")
                .provider("org.eclipse.persistence.jpa.PersistenceProvider")
                .managedClass(Document.class)
                .managedClass(Note.class)
                .managedClass(Tag.class)
                .property("jakarta.persistence.nonJtaDataSource", untyped(pool))
                .createEntityManagerFactory();
    }

    /** Returns connections that send texts without a type: EclipseLink sends the tenant as a text. */
    private static DataSource untyped(DataSource pool) throws SQLException {
        PGSimpleDataSource given = pool.unwrap(PGSimpleDataSource.class);
        PGSimpleDataSource untyped = new PGSimpleDataSource();
        untyped.setUrl(given.getUrl());
        untyped.setUser(given.getUser());
        untyped.setStringType("unspecified");
        return untyped;
    }

    private EntityManager open(@Nullable UUID tenant) {
        EntityManagerFactory started = requireNonNull(factory, "start was not called");
        return tenant == null
                ? started.createEntityManager()
                : started.createEntityManager(
                        Map.of(EntityManagerProperties.MULTITENANT_PROPERTY_DEFAULT, tenant.toString()));
    }

    private interface Work {
        void on(EntityManager entities) throws Exception;
    }

    private void inTransaction(@Nullable UUID tenant, Work work) throws Exception {
        try (EntityManager entities = open(tenant)) {
            entities.getTransaction().begin();
            try {
                work.on(entities);
                entities.getTransaction().commit();
            } finally {
                if (entities.getTransaction().isActive()) {
                    entities.getTransaction().rollback();
                }
            }
        }
    }

    @Override
    public void attempt(Attack attack, Attempt attempt) throws Exception {
        if (attack == Attack.SHARED_CACHE) {
            inTransaction(attempt.victim().id(), entities -> requireNonNull(title(entities, attempt.victim())));
        }
        UUID tenant = attempt.bound() ? attempt.attacker().id() : null;
        if (attack == Attack.TENANT_SWITCHED) {
            try (EntityManager entities = open(attempt.victim().id())) {
                requireNonNull(title(entities, attempt.victim()));
                entities.clear();
                entities.setProperty(
                        EntityManagerProperties.MULTITENANT_PROPERTY_DEFAULT,
                        attempt.attacker().id().toString());
                attempt.saw(titles(entities));
            }
        } else if (attack == Attack.OUTSIDE_TRANSACTION_QUERY || attack == Attack.OUTSIDE_TRANSACTION_NATIVE) {
            try (EntityManager entities = open(tenant)) {
                if (attack == Attack.OUTSIDE_TRANSACTION_QUERY) {
                    attempt.saw(titles(entities));
                } else {
                    runNative(entities, JdbcDoor.sql(attack, attempt), true, attempt);
                }
            }
        } else if (JdbcDoor.isNativeRead(attack) || JdbcDoor.isNativeWrite(attack)) {
            inTransaction(
                    tenant,
                    entities ->
                            runNative(entities, JdbcDoor.sql(attack, attempt), JdbcDoor.isNativeRead(attack), attempt));
        } else if (JdbcDoor.isOnConnection(attack)) {
            inTransaction(tenant, entities -> JdbcDoor.attempt(attack, entities.unwrap(Connection.class), attempt));
        } else {
            inTransaction(tenant, entities -> run(entities, attack, attempt));
        }
    }

    private static @Nullable String title(EntityManager entities, Tenant tenant) {
        Document found = entities.find(Document.class, tenant.document());
        return found == null ? null : found.title;
    }

    private static List<String> titles(EntityManager entities) {
        return entities.createQuery(ALL_TITLES, String.class).getResultList();
    }

    private static void run(EntityManager entities, Attack attack, Attempt attempt) {
        Tenant attacker = attempt.attacker();
        Tenant victim = attempt.victim();
        switch (attack) {
            case FIND_BY_ID, SHARED_CACHE -> attempt.saw(title(entities, victim));
            case QUERY_BY_ID ->
                attempt.saw(entities.createQuery(ALL_TITLES + " where d.id = :id", String.class)
                        .setParameter("id", victim.document())
                        .getResultList());
            case OR_IN_CRITERIA ->
                attempt.saw(entities.createQuery(either(entities, attacker.document())).getResultList().stream()
                        .map(document -> document.title)
                        .toList());
            case TO_ONE_ASSOCIATION -> {
                Document document = requireNonNull(entities.find(Note.class, Tables.PLANTED)).document;
                attempt.saw(document == null ? null : document.title());
            }
            case LAZY_COLLECTION ->
                attempt.saw(own(entities, attacker).notes.stream()
                        .map(note -> note.title)
                        .toList());
            case LINK_TABLE ->
                attempt.saw(own(entities, attacker).tags.stream()
                        .map(tag -> tag.title)
                        .toList());
            case ELEMENT_COLLECTION -> attempt.saw(own(entities, attacker).labels);
            case NATIVE_ENTITY_CHANGED -> {
                for (Object tag : entities.createNativeQuery(
                                "select * from tag where id = '" + victim.tag() + "'", Tag.class)
                        .getResultList()) {
                    ((Tag) tag).title = "hacked";
                }
            }
            case BULK_UPDATE ->
                entities.createQuery("update Document d set d.title = 'hacked'").executeUpdate();
            case BULK_DELETE -> entities.createQuery("delete from Note n").executeUpdate();
            case MERGE_FOREIGN -> {
                Note note = new Note(victim.note(), "hacked");
                note.version = 0L;
                entities.merge(note);
            }
            case REMOVE_REFERENCE -> entities.remove(entities.getReference(Note.class, victim.note()));
            case FOREIGN_KEY -> {
                Note note = new Note(UUID.randomUUID(), "planted");
                note.document = new Document();
                note.document.id = victim.document();
                note.document.version = 0L;
                entities.persist(note);
            }
            case CONTEXT_FORGED ->
                throw new NotApplicableException("the database knows of no tenant that SQL could change");
            case TENANT_SET_BY_HAND, TENANT_CHANGED, TENANT_MOVED_IN_BULK ->
                throw new NotApplicableException("the tenant column is not an attribute of the entity");
            case FILTER_SWITCHED_OFF ->
                throw new NotApplicableException("there is no switch; who opens an entity manager chooses the tenant");
            case NO_TENANT_QUERY -> attempt.saw(titles(entities));
            case NO_TENANT_INSERT -> entities.persist(new Note(UUID.randomUUID(), "stray"));
            default -> throw new NotApplicableException("there is no stateless session");
        }
    }

    private static Document own(EntityManager entities, Tenant attacker) {
        return requireNonNull(entities.find(Document.class, attacker.document()));
    }

    private static CriteriaQuery<Document> either(EntityManager entities, UUID own) {
        CriteriaBuilder criteria = entities.getCriteriaBuilder();
        CriteriaQuery<Document> query = criteria.createQuery(Document.class);
        Root<Document> document = query.from(Document.class);
        return query.select(document)
                .where(criteria.or(
                        criteria.equal(document.get("id"), own), criteria.notEqual(document.get("title"), "")));
    }

    @Override
    public void runSql(String sql, boolean rows, Attempt attempt) throws Exception {
        inTransaction(attempt.attacker().id(), entities -> runNative(entities, sql, rows, attempt));
    }

    private static void runNative(EntityManager entities, String sql, boolean rows, Attempt attempt) {
        if (rows) {
            attempt.saw(entities.createNativeQuery(sql).getResultList());
        } else {
            entities.createNativeQuery(sql).executeUpdate();
        }
    }

    @Override
    public void close() {
        requireNonNull(factory, "start was not called").close();
    }
}
