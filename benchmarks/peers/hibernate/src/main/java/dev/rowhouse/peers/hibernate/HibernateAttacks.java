package dev.rowhouse.peers.hibernate;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.peers.Attack;
import dev.rowhouse.peers.Attempt;
import dev.rowhouse.peers.Attempt.Tenant;
import dev.rowhouse.peers.JdbcDoor;
import dev.rowhouse.peers.NotApplicableException;
import dev.rowhouse.peers.Tables;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Root;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.cfg.Configuration;

/** The attacks through Hibernate's own API, however its tenants are set up. */
public final class HibernateAttacks implements AutoCloseable {
    private static final String ALL_TITLES = "select d.title from Document d";

    private final SessionFactory factory;
    private final TenantBinding binding;
    private final Function<Tenant, List<String>> forgeries;

    /**
     * Starts Hibernate.
     *
     * @param settings its settings
     * @param binding how the application says which tenant it serves
     * @param forgeries the statements that make the database believe in another tenant; empty if it knows of none
     */
    public HibernateAttacks(Properties settings, TenantBinding binding, Function<Tenant, List<String>> forgeries) {
        this.factory = start(settings);
        this.binding = binding;
        this.forgeries = forgeries;
    }

    /** Returns the settings of a Hibernate on a pool. */
    public static Properties settings(DataSource pool) {
        Properties settings = new Properties();
        settings.put("hibernate.connection.datasource", pool);
        return settings;
    }

    private static SessionFactory start(Properties settings) {
        Configuration configuration = new Configuration();
        configuration.getProperties().putAll(settings);
        for (Class<?> entity : List.of(Document.class, Note.class, Tag.class)) {
            configuration.addAnnotatedClass(entity);
        }
        return configuration.buildSessionFactory();
    }

    /** Lets Hibernate make the tables. */
    static void createTables(Properties settings) {
        settings.put("hibernate.hbm2ddl.auto", "create-only");
        start(settings).close();
    }

    @Override
    public void close() {
        factory.close();
    }

    /** Runs an attack for the attacker, or for no tenant. */
    public void attempt(Attack attack, Attempt attempt) throws Exception {
        if (attack == Attack.SHARED_CACHE) {
            binding.with(attempt.victim().id(), () -> inTransaction(session -> find(session, attempt.victim())));
        }
        if (attack == Attack.TENANT_SWITCHED) {
            switchTenant(attempt);
        } else {
            binding.with(attempt.bound() ? attempt.attacker().id() : null, () -> run(attack, attempt));
        }
    }

    private void switchTenant(Attempt attempt) throws Exception {
        binding.with(attempt.victim().id(), () -> {
            try (Session session = factory.openSession()) {
                session.beginTransaction();
                find(session, attempt.victim());
                session.clear();
                binding.with(
                        attempt.attacker().id(),
                        () -> attempt.saw(
                                session.createQuery(ALL_TITLES, String.class).getResultList()));
            }
        });
    }

    /** Runs native SQL for the attacker. */
    public void runSql(String sql, boolean rows, Attempt attempt) throws Exception {
        binding.with(attempt.attacker().id(), () -> inTransaction(session -> runNative(session, sql, rows, attempt)));
    }

    private static void runNative(Session session, String sql, boolean rows, Attempt attempt) {
        if (rows) {
            attempt.saw(session.createNativeQuery(sql, Object.class).getResultList());
        } else {
            session.createNativeMutationQuery(sql).executeUpdate();
        }
    }

    private void inTransaction(Consumer<Session> work) {
        factory.inTransaction(work);
    }

    private void stateless(Consumer<StatelessSession> work) {
        factory.inStatelessTransaction(work);
    }

    private static void find(Session session, Tenant tenant) {
        requireNonNull(session.find(Document.class, tenant.document()));
    }

    private void run(Attack attack, Attempt attempt) throws IOException {
        if (attack == Attack.OUTSIDE_TRANSACTION_QUERY || attack == Attack.OUTSIDE_TRANSACTION_NATIVE) {
            try (Session session = factory.openSession()) {
                if (attack == Attack.OUTSIDE_TRANSACTION_QUERY) {
                    attempt.saw(session.createQuery(ALL_TITLES, String.class).getResultList());
                } else {
                    runNative(session, JdbcDoor.sql(attack, attempt), true, attempt);
                }
            }
        } else if (JdbcDoor.isNativeRead(attack) || JdbcDoor.isNativeWrite(attack)) {
            inTransaction(session ->
                    runNative(session, JdbcDoor.sql(attack, attempt), JdbcDoor.isNativeRead(attack), attempt));
        } else if (JdbcDoor.isOnConnection(attack)) {
            inTransaction(session -> session.doWork(connection -> {
                try {
                    JdbcDoor.attempt(attack, connection, attempt);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        } else if (attack.name().startsWith("STATELESS_")) {
            stateless(session -> runStateless(session, attack, attempt));
        } else {
            inTransaction(session -> runInSession(session, attack, attempt));
        }
    }

    private static void runStateless(StatelessSession session, Attack attack, Attempt attempt) {
        Note note = new Note(attempt.victim().note(), "hacked");
        note.version = 0L;
        note.tenantId = attempt.attacker().id();
        switch (attack) {
            case STATELESS_UPDATE -> session.update(note);
            case STATELESS_DELETE -> session.delete(note);
            case STATELESS_UPSERT -> session.upsert(note);
            default -> throw new IllegalArgumentException(attack.name());
        }
    }

    private void runInSession(Session session, Attack attack, Attempt attempt) {
        Tenant attacker = attempt.attacker();
        Tenant victim = attempt.victim();
        switch (attack) {
            case FIND_BY_ID, SHARED_CACHE -> {
                Document found = session.find(Document.class, victim.document());
                attempt.saw(found == null ? null : found.title);
            }
            case QUERY_BY_ID ->
                attempt.saw(session.createQuery(ALL_TITLES + " where d.id = :id", String.class)
                        .setParameter("id", victim.document())
                        .getResultList());
            case OR_IN_CRITERIA ->
                attempt.saw(session.createQuery(either(session, attacker.document())).getResultList().stream()
                        .map(document -> document.title)
                        .toList());
            case TO_ONE_ASSOCIATION -> {
                Document document = requireNonNull(session.find(Note.class, Tables.PLANTED)).document;
                attempt.saw(document == null ? null : document.title());
            }
            case LAZY_COLLECTION ->
                attempt.saw(own(session, attacker).notes.stream()
                        .map(note -> note.title)
                        .toList());
            case LINK_TABLE ->
                attempt.saw(own(session, attacker).tags.stream()
                        .map(tag -> tag.title)
                        .toList());
            case ELEMENT_COLLECTION -> attempt.saw(own(session, attacker).labels);
            case NATIVE_ENTITY_CHANGED ->
                session.createNativeQuery("select * from tag where id = '" + victim.tag() + "'", Tag.class)
                        .getResultList()
                        .forEach(tag -> tag.title = "hacked");
            case BULK_UPDATE ->
                session.createMutationQuery("update Document set title = 'hacked'")
                        .executeUpdate();
            case BULK_DELETE -> session.createMutationQuery("delete from Note").executeUpdate();
            case MERGE_FOREIGN -> {
                Note note = new Note(victim.note(), "hacked");
                note.version = 0L;
                session.merge(note);
            }
            case REMOVE_REFERENCE -> session.remove(session.getReference(Note.class, victim.note()));
            case FOREIGN_KEY -> {
                Note note = new Note(UUID.randomUUID(), "planted");
                note.document = session.getReference(Document.class, victim.document());
                session.persist(note);
            }
            case TENANT_SET_BY_HAND -> {
                Note note = new Note(UUID.randomUUID(), "planted");
                note.tenantId = victim.id();
                session.persist(note);
            }
            case TENANT_CHANGED -> own(session, attacker).tenantId = victim.id();
            case TENANT_MOVED_IN_BULK ->
                session.createMutationQuery("update Document set tenantId = :victim where id = :own")
                        .setParameter("victim", victim.id())
                        .setParameter("own", attacker.document())
                        .executeUpdate();
            case FILTER_SWITCHED_OFF -> {
                session.disableFilter("_tenantId");
                attempt.saw(session.createQuery(ALL_TITLES, String.class).getResultList());
            }
            case CONTEXT_FORGED -> {
                List<String> statements = forgeries.apply(victim);
                if (statements.isEmpty()) {
                    throw new NotApplicableException("the database knows of no tenant that SQL could change");
                }
                statements.forEach(sql -> runNative(session, sql, true, attempt));
                runNative(session, JdbcDoor.select(victim), true, attempt);
            }
            case NO_TENANT_QUERY ->
                attempt.saw(session.createQuery(ALL_TITLES, String.class).getResultList());
            case NO_TENANT_INSERT -> session.persist(new Note(UUID.randomUUID(), "stray"));
            default -> throw new IllegalArgumentException(attack.name());
        }
    }

    private static Document own(Session session, Tenant attacker) {
        return requireNonNull(session.find(Document.class, attacker.document()));
    }

    private static CriteriaQuery<Document> either(Session session, UUID own) {
        CriteriaBuilder criteria = session.getCriteriaBuilder();
        CriteriaQuery<Document> query = criteria.createQuery(Document.class);
        Root<Document> document = query.from(Document.class);
        return query.select(document)
                .where(criteria.or(
                        criteria.equal(document.get("id"), own), criteria.notEqual(document.get("title"), "")));
    }
}
