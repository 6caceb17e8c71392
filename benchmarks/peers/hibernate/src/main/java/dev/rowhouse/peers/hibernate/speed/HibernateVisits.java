package dev.rowhouse.peers.hibernate.speed;

import dev.rowhouse.peers.speed.VisitRow;
import dev.rowhouse.peers.speed.Visits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

/**
 * The work in sessions of Hibernate. Each has its statements named by the session's own words; how a visit is found, made and
 * deleted, and what is added to conditions, depends on who keeps tenants apart.
 *
 * @param <V> a visit to read
 * @param <C> a visit to change
 */
public abstract class HibernateVisits<V extends VisitRow, C extends VisitRow> implements Visits {
    private static final String LATEST_FIRST = " order by v.startsAt desc, v.id desc";

    private final SessionFactory factory;
    private final Class<V> type;
    private final Class<C> changedType;
    private final String firstPage;
    private final String deepPage;
    private final String changed;

    /**
     * Prepares.
     *
     * @param condition what holds for each query: that the visit {@code v} is the tenant's, or is not deleted; or empty
     */
    protected HibernateVisits(SessionFactory factory, Class<V> type, Class<C> changedType, String condition) {
        this.factory = factory;
        this.type = type;
        this.changedType = changedType;
        String and = condition.isEmpty() ? "" : condition + " and ";
        this.firstPage = "from Visit v" + (condition.isEmpty() ? "" : " where " + condition) + LATEST_FIRST;
        this.deepPage = "from Visit v where " + and + "(v.startsAt, v.id) < (:startsAt, :id)" + LATEST_FIRST;
        this.changed = "from ChangedVisit v where " + and + "v.startsAt >= :from and v.startsAt < :until";
    }

    /** Starts Hibernate. */
    public static SessionFactory start(Properties settings, Class<?>... entities) {
        Configuration configuration = new Configuration();
        configuration.getProperties().putAll(settings);
        for (Class<?> entity : entities) {
            configuration.addAnnotatedClass(entity);
        }
        return configuration.buildSessionFactory();
    }

    /** Returns the settings that all have. */
    public static Properties settings(DataSource dataSource) {
        Properties settings = new Properties();
        settings.put("hibernate.connection.datasource", dataSource);
        settings.put("hibernate.jdbc.batch_size", "1000");
        settings.put("hibernate.type.preferred_instant_jdbc_type", "TIMESTAMP_WITH_TIMEZONE");
        return settings;
    }

    /** Works for a tenant. */
    protected abstract <R> R inTenant(UUID tenant, Function<SessionFactory, R> work);

    /** Finds a visit that is the tenant's and not deleted. */
    protected abstract <F extends VisitRow> @Nullable F find(Session session, Class<F> entity, UUID tenant, UUID id);

    /** Binds what the condition needs. */
    protected abstract <Q> SelectionQuery<Q> bind(SelectionQuery<Q> query, UUID tenant);

    /** Makes a new visit. */
    protected abstract VisitRow create(UUID tenant);

    /** Soft-deletes one. */
    protected abstract void softDelete(Session session, C visit);

    private <R> R inTransaction(UUID tenant, Function<Session, R> work) {
        return inTenant(tenant, opened -> opened.fromTransaction(work));
    }

    @Override
    public @Nullable VisitRow find(UUID tenant, UUID id) {
        return inTransaction(tenant, session -> Optional.ofNullable(find(session, type, tenant, id)))
                .orElse(null);
    }

    @Override
    public @Nullable VisitRow findAlone(UUID tenant, UUID id) {
        return inTenant(
                        tenant,
                        opened -> opened.fromSession(session -> Optional.ofNullable(find(session, type, tenant, id))))
                .orElse(null);
    }

    @Override
    public List<? extends VisitRow> firstPage(UUID tenant) {
        return inTransaction(
                tenant,
                session -> bind(session.createSelectionQuery(firstPage, type), tenant)
                        .setMaxResults(PAGE_SIZE)
                        .getResultList());
    }

    @Override
    public List<? extends VisitRow> pageAfter(UUID tenant, Instant startsAt, UUID id) {
        return inTransaction(
                tenant,
                session -> bind(session.createSelectionQuery(deepPage, type), tenant)
                        .setParameter("startsAt", startsAt)
                        .setParameter("id", id)
                        .setMaxResults(PAGE_SIZE)
                        .getResultList());
    }

    @Override
    public void insert(UUID tenant, Instant startsAt) {
        insertMany(tenant, List.of(startsAt));
    }

    @Override
    public void insertMany(UUID tenant, List<Instant> startsAt) {
        inTransaction(tenant, session -> {
            startsAt.forEach(time -> session.persist(Visits.filled(create(tenant), time)));
            return startsAt;
        });
    }

    @Override
    public void raisePrice(UUID tenant, UUID id) {
        inTransaction(tenant, session -> {
            C visit = find(session, changedType, tenant, id);
            if (visit == null) {
                throw new IllegalStateException("There is no visit " + id);
            }
            visit.raisePrice();
            return visit;
        });
    }

    @Override
    public void raisePrices(UUID tenant, Instant from, Instant until) {
        inTransaction(tenant, session -> {
            List<C> visits = changed(session, tenant, from, until);
            visits.forEach(VisitRow::raisePrice);
            return visits;
        });
    }

    @Override
    public void softDelete(UUID tenant, Instant from, Instant until) {
        inTransaction(tenant, session -> {
            List<C> visits = changed(session, tenant, from, until);
            visits.forEach(visit -> softDelete(session, visit));
            return visits;
        });
    }

    private List<C> changed(Session session, UUID tenant, Instant from, Instant until) {
        return bind(session.createSelectionQuery(changed, changedType), tenant)
                .setParameter("from", from)
                .setParameter("until", until)
                .getResultList();
    }

    /** Returns what is at work, for what only one library can do. */
    protected final SessionFactory factory() {
        return factory;
    }
}
