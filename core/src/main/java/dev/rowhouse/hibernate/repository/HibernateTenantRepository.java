package dev.rowhouse.hibernate.repository;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.hibernate.SoftDeletes;
import dev.rowhouse.hibernate.internal.DeletedRows;
import dev.rowhouse.repository.DuplicateKeyException;
import dev.rowhouse.repository.PageCursors;
import dev.rowhouse.repository.Restriction;
import dev.rowhouse.repository.StaleVersionException;
import dev.rowhouse.repository.TenantRepository;
import jakarta.data.Limit;
import jakarta.data.Order;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hibernate.Hibernate;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.Transaction;
import org.hibernate.engine.spi.CascadingActions;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.query.SelectionQuery;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaCriteriaQuery;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TenantRepository} of entities with a {@link org.hibernate.annotations.TenantId}. Instantiate it for an entity, or
 * extend it.
 *
 * <pre>{@code
 * HibernateTenantRepository<Pet, UUID> pets = HibernateTenantRepository.of(sessionFactory, Pet.class, UUID.class);
 * }</pre>
 *
 * <p><b>Whose session it is.</b> A method works in the application's session where the repository knows it: the one that
 * {@link Builder#currentSession} finds, or the one of {@link #in}. There it joins the transaction, what it returns is managed,
 * and it flushes what it writes. If that session has no transaction, a method that writes begins and commits one in it.
 * Without a session each call opens one of its own, with a transaction if it needs one, and what it returns is detached. A
 * session of another tenant than the context's is refused.
 *
 * <p>What the mapping cascades is cascaded: {@code CascadeType.REMOVE} decides what is soft-deleted together. Only what has
 * changed is written: saving an entity as it is stored leaves its row and version alone. An entity whose version can be null
 * is new without one; with a primitive version or without any, it is new if the tenant has no row of its id.
 *
 * <p>A query names the tenant by Hibernate's filter, and the update of one row beside its id and version.
 *
 * <p>Safe for use by many threads, if the current session is each one's own.
 *
 * @param <T> the entity
 * @param <K> its id
 * @since 0.1
 */
public class HibernateTenantRepository<T, K> implements TenantRepository<T, K> {
    /** How many rows are purged at once, so that no lock is held for long. */
    private static final int PURGE_BATCH = 1_000;

    /** How many rows go in one JDBC batch, which the driver sends in parts of some 250. */
    private static final int JDBC_BATCH = 1_000;

    /** How many rows a stream holds. */
    private static final int FETCH_SIZE = 500;

    private final SessionFactoryImplementor factory;
    private final Class<T> type;
    private final EntityModel model;
    private final PageCursors cursors;
    private final Sessions sessions;
    private final @Nullable String deletedAt;

    /**
     * Creates a repository, for those that extend it.
     *
     * @param builder its options
     */
    protected HibernateTenantRepository(Builder<T, K> builder) {
        this.factory = builder.factory;
        this.type = builder.type;
        this.model = new EntityModel(factory, type);
        this.cursors = builder.cursors == null ? PageCursors.ofThisProcess() : builder.cursors;
        this.sessions = new Sessions(factory, builder.current == null ? () -> null : builder.current);
        this.deletedAt = DeletedRows.deletedAt(factory, type).orElse(null);
    }

    private HibernateTenantRepository(HibernateTenantRepository<T, K> like, Session session) {
        this.factory = like.factory;
        this.type = like.type;
        this.model = like.model;
        this.cursors = like.cursors;
        this.sessions = new Sessions(factory, () -> session);
        this.deletedAt = like.deletedAt;
    }

    /** For a generated repository, which has no options but these. */
    @SuppressWarnings("unchecked") // the model is the entity's
    HibernateTenantRepository(EntityModel model, PageCursors cursors, Session session) {
        this.factory = model.factory();
        this.type = (Class<T>) model.persister().getMappedClass();
        this.model = model;
        this.cursors = cursors;
        this.sessions = new Sessions(factory, () -> session);
        this.deletedAt = DeletedRows.deletedAt(factory, type).orElse(null);
    }

    /**
     * Creates a repository of which each call has a session and a transaction of its own.
     *
     * @param factory the session factory
     * @param type the entity
     * @param idType the class of its id
     * @param <T> the entity
     * @param <K> its id
     * @return the repository
     * @throws IllegalArgumentException if the entity has no {@code @TenantId}, or an id of several attributes
     */
    public static <T, K> HibernateTenantRepository<T, K> of(
            EntityManagerFactory factory, Class<T> type, Class<K> idType) {
        return builder(factory, type, idType).build();
    }

    /**
     * Begins to create a repository.
     *
     * @param factory the session factory
     * @param type the entity
     * @param idType the class of its id
     * @param <T> the entity
     * @param <K> its id
     * @return a builder
     */
    public static <T, K> Builder<T, K> builder(EntityManagerFactory factory, Class<T> type, Class<K> idType) {
        requireNonNull(idType, "idType");
        return new Builder<>(
                requireNonNull(factory, "factory").unwrap(SessionFactoryImplementor.class),
                requireNonNull(type, "type"));
    }

    /**
     * Returns the same repository at work in a given session.
     *
     * @param session the session of a unit of work
     * @return a repository that is good as long as the session is, and for its thread
     */
    public HibernateTenantRepository<T, K> in(Session session) {
        return new HibernateTenantRepository<>(this, requireNonNull(session, "session"));
    }

    /**
     * Runs queries of a repository that extends this one, in the session that its methods work in.
     *
     * @param work what to do
     * @param <R> what it returns
     * @return its result
     */
    protected final <R> R read(Function<? super Session, ? extends R> work) {
        return sessions.read(TenantContext.require(), requireNonNull(work, "work"));
    }

    /**
     * Runs work of a repository that extends this one, in the transaction that its methods work in.
     *
     * @param work what to do
     * @param <R> what it returns
     * @return its result
     */
    protected final <R> R write(Function<? super Session, ? extends R> work) {
        requireNonNull(work, "work");
        return write("Writing " + model.described(), TenantContext.require(), opened -> work.apply(opened.session()));
    }

    private <R> R write(String tried, TenantContext context, Function<Sessions.Opened, ? extends R> work) {
        return Sessions.explained(tried, context, () -> sessions.inTransaction(context, work));
    }

    // ---- saving

    @Override
    public T save(T entity) {
        requireNonNull(entity, "entity");
        return saveEach(TenantContext.require(), List.of(entity)).get(0);
    }

    @Override
    public List<T> saveAll(Iterable<? extends T> entities) {
        requireNonNull(entities, "entities");
        TenantContext context = TenantContext.require();
        List<T> all = new ArrayList<>();
        entities.forEach(entity -> all.add(requireNonNull(entity, "entity")));
        return all.isEmpty() ? List.of() : saveEach(context, all);
    }

    private List<T> saveEach(TenantContext context, List<T> given) {
        List<Saving<T>> all = new ArrayList<>(given.size());
        Set<Object> ids = new HashSet<>();
        for (T entity : given) {
            Saving<T> saving = examined(context, entity);
            if (saving.id != null && !ids.add(saving.id)) {
                throw new DuplicateKeyException(
                        "Saving " + given.size() + " entities to " + model.described() + " for tenant "
                                + context.tenantId() + ": number " + all.size()
                                + " (counted from 0) has the id of one before it. Nothing was written. Give each entity"
                                + " once.",
                        null,
                        null);
            }
            all.add(saving);
        }
        return write("Saving to " + model.described(), context, opened -> saveEach(context, opened, all));
    }

    /** What is to be saved. */
    private record Saving<T>(T entity, @Nullable Object id, boolean known) {}

    private Saving<T> examined(TenantContext context, T given) {
        @SuppressWarnings("unchecked") // what a proxy of T stands for is a T
        T entity = (T) Hibernate.unproxy(given);
        Object tenant = model.valueOf(model.tenant(), entity);
        if (tenant != null && !tenant.equals(context.tenantId())) {
            throw new TenantMismatchException("Saving to " + model.described() + " for tenant " + context.tenantId()
                    + ": the entity names tenant " + tenant
                    + ". Save it in that tenant's context, or leave its tenant null, which means the current one.");
        }
        Object id = model.persister().getIdentifier(entity);
        boolean known = model.isVersionTelling() && versionOf(entity) != null;
        if (id == null && (known || !model.isIdGenerated())) {
            throw new IllegalArgumentException("Saving to " + model.described() + ": the entity's id is null"
                    + (known
                            ? ", but it has a version. Save what was read, or leave out the version too."
                            : ". Give it one, or map it with a generator such as @GeneratedUuidV7."));
        }
        return new Saving<>(entity, id, known);
    }

    private @Nullable Object versionOf(Object entity) {
        return model.version() == null ? null : model.persister().getVersion(entity);
    }

    private List<T> saveEach(TenantContext context, Sessions.Opened opened, List<Saving<T>> all) {
        Session session = opened.session();
        Map<Object, T> stored = stored(session, all);
        for (Saving<T> saving : all) {
            T row = saving.id == null ? null : stored.get(saving.id);
            if (row == null ? saving.known : !Objects.equals(versionOf(row), versionOf(saving.entity))) {
                throw stale(context, session, row, saving.id);
            }
        }
        List<T> saved = new ArrayList<>(all.size());
        List<Saving<T>> inserted = new ArrayList<>();
        for (Saving<T> saving : all) {
            T row = saving.id == null ? null : stored.get(saving.id);
            if (row == null) {
                inserted.add(saving);
            }
            saved.add(row == null ? saving.entity : merge(session, saving.entity, row));
        }
        try {
            for (Saving<T> saving : inserted) {
                model.filled().forEach(attribute -> attribute.set(saving.entity, null));
                session.persist(saving.entity);
            }
            flush(opened, all.size());
        } catch (RuntimeException e) {
            inserted.forEach(saving -> forgetSaving(session, saving));
            throw e;
        }
        return Collections.unmodifiableList(saved);
    }

    /** Finds the rows of what is to be updated, each under the tenant filter. */
    private Map<Object, T> stored(Session session, List<Saving<T>> all) {
        List<Object> ids = new ArrayList<>();
        for (Saving<T> saving : all) {
            if (saving.id != null && (saving.known || !model.isVersionTelling())) {
                ids.add(saving.id);
            }
        }
        List<T> rows = ids.size() == 1
                ? Collections.singletonList(session.find(type, ids.get(0)))
                : ids.isEmpty() ? List.of() : session.findMultiple(type, ids);
        Map<Object, T> stored = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            if (rows.get(i) != null) {
                stored.put(ids.get(i), rows.get(i));
            }
        }
        return stored;
    }

    private T merge(Session session, T entity, T row) {
        SessionImplementor internals = session.unwrap(SessionImplementor.class);
        Object managed = Hibernate.unproxy(row);
        EntityEntry entry = internals.getPersistenceContextInternal().getEntry(managed);
        if (entry.isReadOnly()) {
            session.setReadOnly(managed, false);
        }
        Object[] loaded = entry.getLoadedState();
        T merged = managed == entity && !cascadesMerge(entry) ? row : session.merge(entity);
        if (loaded != null) {
            model.kept().forEach(attribute -> attribute.set(managed, attribute.ofLoaded(loaded)));
        }
        return merged;
    }

    /**
     * Whether merging an entity means anything to what hangs on it. Where it does not, a managed entity is not merged into
     * itself: Hibernate would replace new entities that wait to be added to a collection that is not loaded by empty ones.
     */
    private static boolean cascadesMerge(EntityEntry entry) {
        return Arrays.stream(entry.getPersister().getPropertyCascadeStyles())
                .anyMatch(style -> style.doCascade(CascadingActions.MERGE));
    }

    /** Makes an entity that could not be inserted a new one again. */
    private void forgetSaving(Session session, Saving<T> saving) {
        EntityAttribute version = model.version();
        if (version != null && model.isVersionTelling()) {
            version.set(saving.entity, null);
        }
        if (saving.id == null) {
            model.id().forEach(part -> part.set(saving.entity, null));
        }
        SessionImplementor internals = session.unwrap(SessionImplementor.class);
        if (internals.getPersistenceContextInternal().getEntry(saving.entity) != null) {
            session.detach(saving.entity);
        }
    }

    /** One row goes without a batch, because the context travels with a statement and not with a batch. */
    private static void flush(Sessions.Opened opened, int rows) {
        Session session = opened.session();
        Integer before = session.getJdbcBatchSize();
        if (opened.own() || rows > 1) {
            session.setJdbcBatchSize(rows == 1 ? 1 : JDBC_BATCH);
        }
        try {
            session.flush();
        } finally {
            session.setJdbcBatchSize(before);
        }
    }

    private StaleVersionException stale(TenantContext context, Session session, @Nullable T row, @Nullable Object id) {
        String found;
        if (row != null) {
            found = "its row has another version by now. Nothing was written. Read it again and repeat the change";
        } else if (deletedAt != null
                && id != null
                && SoftDeletes.in(session).findDeleted(type, id).isPresent()) {
            found = "its row is soft-deleted. Nothing was written. Restore it first";
        } else {
            found =
                    "its row is gone, or never was this tenant's. Nothing was written. To insert it, leave out its version";
        }
        return new StaleVersionException(
                "Saving to " + model.described() + " for tenant " + context.tenantId() + ": " + found + ".");
    }

    // ---- finding

    @Override
    public Optional<T> findById(K id) {
        requireNonNull(id, "id");
        TenantContext context = TenantContext.require();
        return sessions.read(context, session -> Optional.ofNullable(session.find(type, id)));
    }

    @Override
    public List<T> findAllById(Iterable<? extends K> ids) {
        requireNonNull(ids, "ids");
        TenantContext context = TenantContext.require();
        Set<K> distinct = new HashSet<>();
        ids.forEach(id -> distinct.add(requireNonNull(id, "id")));
        if (distinct.isEmpty()) {
            return List.of();
        }
        String order = SortKey.orderBy(SortKey.complete(model, List.of()));
        Condition condition = new Condition(model).andId(List.copyOf(distinct));
        return sessions.read(context, session -> list(select(session, condition, order)));
    }

    @Override
    public boolean existsById(K id) {
        requireNonNull(id, "id");
        return isAny(TenantContext.require(), new Condition(model).andId(List.of(id)));
    }

    @Override
    public List<T> findAll(Restriction<? super T> restriction, Order<T> order) {
        TenantContext context = TenantContext.require();
        Condition condition = new Condition(model).and(requireNonNull(restriction, "restriction"));
        String by = orderBy(order);
        return sessions.read(context, session -> list(select(session, condition, by)));
    }

    @Override
    public List<T> findAll(Restriction<? super T> restriction, Order<T> order, Limit limit) {
        requireNonNull(limit, "limit");
        TenantContext context = TenantContext.require();
        Condition condition = new Condition(model).and(requireNonNull(restriction, "restriction"));
        String by = orderBy(order);
        return sessions.read(context, session -> list(limited(select(session, condition, by), limit)));
    }

    /**
     * Finds some of the attributes of the entities that satisfy a restriction, as records. Nothing else is read.
     *
     * @param projection a record whose components are named as the attributes
     * @param restriction which ones
     * @param order the order; where it leaves two entities equal, the id decides
     * @param limit how many, and from which on
     * @param <R> the record
     * @return the records
     * @throws IllegalArgumentException if a component has no attribute, or one of another type
     */
    public <R extends Record> List<R> findAll(
            Class<R> projection, Restriction<? super T> restriction, Order<T> order, Limit limit) {
        requireNonNull(limit, "limit");
        TenantContext context = TenantContext.require();
        Projection<R> fields = new Projection<>(model, requireNonNull(projection, "projection"));
        Condition condition = new Condition(model).and(requireNonNull(restriction, "restriction"));
        String by = orderBy(order);
        return sessions.read(context, session -> {
            String hql = fields.select() + from() + condition.where() + by;
            SelectionQuery<Object[]> query = session.createSelectionQuery(hql, Object[].class);
            return limited(condition.bind(query), limit).getResultList().stream()
                    .map(fields::of)
                    .toList();
        });
    }

    /**
     * Streams the entities that satisfy a restriction, and holds some hundred of them at a time: they are detached one by one.
     * Close the stream, in a try-with-resources statement; until then it holds a connection.
     *
     * <p>Outside a transaction of the current session it has a session and a transaction of its own.
     *
     * @param restriction which ones
     * @param order the order; where it leaves two entities equal, the id decides
     * @return the entities, to be read in this tenant's context
     */
    public Stream<T> stream(Restriction<? super T> restriction, Order<T> order) {
        TenantContext context = TenantContext.require();
        Condition condition = new Condition(model).and(requireNonNull(restriction, "restriction"));
        String by = orderBy(order);
        Session given = sessions.given(context);
        if (given != null && Sessions.hasTransaction(given)) {
            return streamed(given, condition, by);
        }
        Session own = sessions.open(context);
        try {
            Transaction transaction = own.beginTransaction();
            return streamed(own, condition, by).onClose(() -> end(own, transaction));
        } catch (RuntimeException | Error e) {
            try {
                own.close();
            } catch (RuntimeException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    @SuppressWarnings("try") // javac's lint: the session is only closed here, also if the rollback fails
    private static void end(Session session, Transaction transaction) {
        try (session) {
            transaction.rollback(); // nothing was written
        }
    }

    private Stream<T> streamed(Session session, Condition condition, String order) {
        return select(session, condition, order)
                .setFetchSize(FETCH_SIZE)
                .setReadOnly(true)
                .getResultStream()
                .map(entity -> {
                    session.detach(entity);
                    return entity;
                });
    }

    /**
     * Finds entities and locks their rows until the transaction ends, passing over those that others have locked: what a
     * worker takes out of a queue.
     *
     * @param restriction which ones
     * @param order the order; where it leaves two entities equal, the id decides
     * @param limit how many, and from which on
     * @return the entities, which nobody else can change meanwhile
     * @throws IllegalStateException if the repository works in no session with a transaction that could hold the locks
     */
    public List<T> findAndLock(Restriction<? super T> restriction, Order<T> order, Limit limit) {
        requireNonNull(limit, "limit");
        TenantContext context = TenantContext.require();
        Condition condition = new Condition(model).and(requireNonNull(restriction, "restriction"));
        String by = orderBy(order);
        Session given = sessions.given(context);
        if (given == null || !Sessions.hasTransaction(given)) {
            throw new IllegalStateException("Locking rows of " + model.described() + ": there is no transaction that"
                    + " could hold the locks. Work in the session of one, with in(session) or currentSession(...).");
        }
        SelectionQuery<T> query = limited(select(given, condition, by), limit);
        return list(query.setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED));
    }

    @Override
    public long count(Restriction<? super T> restriction) {
        TenantContext context = TenantContext.require();
        Condition condition = new Condition(model).and(requireNonNull(restriction, "restriction"));
        return sessions.read(context, session -> count(session, condition));
    }

    private long count(Session session, Condition condition) {
        return count(this::query, session, condition);
    }

    private long count(Querying querying, Session session, Condition condition) {
        return condition
                .bind(querying.query(session, "select count(*)" + from() + condition.where(), Long.class))
                .getSingleResult();
    }

    @Override
    public boolean exists(Restriction<? super T> restriction) {
        TenantContext context = TenantContext.require();
        return isAny(context, new Condition(model).and(requireNonNull(restriction, "restriction")));
    }

    private boolean isAny(TenantContext context, Condition condition) {
        return sessions.read(
                context,
                session -> !condition
                        .bind(session.createSelectionQuery("select 1" + from() + condition.where(), Integer.class))
                        .setMaxResults(1)
                        .getResultList()
                        .isEmpty());
    }

    private String from() {
        return " from " + model.name() + " e";
    }

    private String orderBy(Order<T> order) {
        return SortKey.orderBy(
                SortKey.complete(model, requireNonNull(order, "order").sorts()));
    }

    private SelectionQuery<T> select(Session session, Condition condition, String order) {
        return select(this::query, session, condition, order);
    }

    private SelectionQuery<T> select(Querying querying, Session session, Condition condition, String order) {
        return condition.bind(querying.query(session, "select e" + from() + condition.where() + order, type));
    }

    private static <Q> SelectionQuery<Q> limited(SelectionQuery<Q> query, Limit limit) {
        query.setMaxResults(limit.maxResults());
        return limit.startAt() == 1 ? query : query.setFirstResult(Math.toIntExact(limit.startAt() - 1));
    }

    private static <Q> List<Q> list(SelectionQuery<Q> query) {
        return Collections.unmodifiableList(query.getResultList());
    }

    // ---- pages

    @Override
    public CursoredPage<T> findPage(Restriction<? super T> restriction, PageRequest request, Order<T> order) {
        requireNonNull(restriction, "restriction");
        return page(() -> new Condition(model).and(restriction), this::query, request, order);
    }

    /**
     * Finds a page of the entities that satisfy what criteria say; otherwise as
     * {@link #findPage(Restriction, PageRequest, Order)}.
     *
     * @param restriction which ones
     * @param request which page, by number or by cursor
     * @param order the order; where it leaves two entities equal, the id decides
     * @return the page
     * @throws IllegalArgumentException if the restriction orders the query, or an attribute of the order is unknown
     * @throws dev.rowhouse.repository.InvalidCursorException if the cursor was made for another tenant, entity or order, or was forged
     */
    public CursoredPage<T> findPage(CriteriaRestriction<T> restriction, PageRequest request, Order<T> order) {
        requireNonNull(restriction, "restriction");
        return page(
                () -> new Condition(model),
                new Querying() {
                    @Override
                    public <R> SelectionQuery<R> query(Session session, String hql, Class<R> result) {
                        return restricted(session, hql, result, restriction);
                    }
                },
                request,
                order);
    }

    /** How a query is made of its HQL. */
    private interface Querying {
        <R> SelectionQuery<R> query(Session session, String hql, Class<R> result);
    }

    private <R> SelectionQuery<R> query(Session session, String hql, Class<R> result) {
        return session.createSelectionQuery(hql, result);
    }

    private <R> SelectionQuery<R> restricted(
            Session session, String hql, Class<R> result, CriteriaRestriction<T> restriction) {
        HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
        JpaCriteriaQuery<R> query = builder.createQuery(hql, result);
        @SuppressWarnings("unchecked") // the only one: from()
        Root<T> root = (Root<T>) query.getRoots().iterator().next();
        List<? extends jakarta.persistence.criteria.Order> order = List.copyOf(query.getOrderList());
        Predicate more = restriction.toPredicate(root, query, builder);
        if (!order.equals(query.getOrderList())) {
            throw new IllegalArgumentException(
                    "Reading a page of " + model.described()
                            + ": the restriction orders the query. Leave that to the page's own order, which its cursors stand for.");
        }
        if (more != null) {
            Predicate given = query.getRestriction();
            query.where(given == null ? more : builder.and(given, more));
        }
        return session.createSelectionQuery(query);
    }

    private CursoredPage<T> page(
            Supplier<Condition> restriction, Querying querying, PageRequest request, Order<T> order) {
        requireNonNull(request, "pageRequest");
        requireNonNull(order, "order");
        TenantContext context = TenantContext.require();
        long offset = offset(request);
        List<SortKey> keys = SortKey.complete(model, order.sorts());
        PageCursors.Scope scope = new PageCursors.Scope(
                context.tenantId(),
                model.name(),
                keys.stream().map(SortKey::sort).toList());
        boolean backwards = request.mode() == PageRequest.Mode.CURSOR_PREVIOUS;
        List<SortKey> direction =
                backwards ? keys.stream().map(SortKey::reversed).toList() : keys;
        Condition condition = restriction.get();
        if (request.mode() != PageRequest.Mode.OFFSET) {
            condition.after(direction, cursors.open(scope, request.cursor().orElseThrow()));
        }
        Limit limit = new Limit(Math.addExact(request.size(), 1), offset + 1);
        String by = SortKey.orderBy(direction);
        Function<Session, List<T>> reading = session ->
                limited(select(querying, session, condition, by), limit).getResultList();
        Found<T> found = request.requestTotal()
                ? sessions.inTransaction(context, opened -> {
                    List<T> rows = reading.apply(opened.session());
                    return new Found<>(rows, count(querying, opened.session(), restriction.get()));
                })
                : new Found<>(sessions.read(context, reading), -1);
        List<T> rows = new ArrayList<>(found.rows);
        boolean more = rows.size() > request.size();
        if (more) {
            rows.remove(rows.size() - 1);
        }
        if (backwards) {
            Collections.reverse(rows);
        }
        return cursors.page(
                scope, request, Collections.unmodifiableList(rows), more, found.total, row -> placeOf(keys, row));
    }

    private record Found<T>(List<T> rows, long total) {}

    private static long offset(PageRequest request) {
        if (request.size() < 1 || request.page() < 1) {
            throw new IllegalArgumentException("Reading a page: page " + request.page() + " with a size of "
                    + request.size() + " was asked for. Ask for a page and a size of 1 or more.");
        }
        long offset = request.mode() == PageRequest.Mode.OFFSET ? (request.page() - 1) * request.size() : 0;
        if (request.page() > Integer.MAX_VALUE || offset >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException("Reading a page: page " + request.page() + " with a size of "
                    + request.size() + " was asked for. Rows beyond 2,147,483,646 are reached by cursor only.");
        }
        return offset;
    }

    private List<@Nullable Object> placeOf(List<SortKey> keys, T row) {
        List<@Nullable Object> place = new ArrayList<>(keys.size());
        for (SortKey key : keys) {
            place.add(model.valueOf(key.attribute(), row));
        }
        return place;
    }

    // ---- soft delete

    @Override
    public boolean softDelete(K id) {
        requireNonNull(id, "id");
        TenantContext context = TenantContext.require();
        requireSoftDeleting("Soft-deleting");
        return remove("Soft-deleting from ", context, id);
    }

    /** Deletes an entity as its mapping says, for good if it is not soft-deletable. */
    boolean remove(K id) {
        requireNonNull(id, "id");
        return remove("Deleting from ", TenantContext.require(), id);
    }

    private boolean remove(String tried, TenantContext context, K id) {
        return write(tried + model.described(), context, opened -> {
            Session session = opened.session();
            T row = session.find(type, id);
            if (row == null) {
                return false;
            }
            session.remove(row);
            session.flush();
            if (!opened.own() && deletedAt != null) {
                new DeletedRows(session.unwrap(SessionImplementor.class)).setApart(type, id);
            }
            return true;
        });
    }

    @Override
    public boolean restore(K id) {
        requireNonNull(id, "id");
        TenantContext context = TenantContext.require();
        requireSoftDeleting("Restoring");
        return write(
                "Restoring to " + model.described(),
                context,
                opened -> SoftDeletes.in(opened.session()).restore(type, id));
    }

    @Override
    public long purge(Duration olderThan) {
        if (requireNonNull(olderThan, "olderThan").isNegative()) {
            throw new IllegalArgumentException(
                    "Purging: " + olderThan + " is negative. Give zero for everything that is soft-deleted, or more.");
        }
        TenantContext context = TenantContext.require();
        requireSoftDeleting("Purging");
        long rows = 0;
        DeletedRows.Purged purged;
        do {
            purged = write(
                    "Purging " + model.described(),
                    context,
                    opened -> new DeletedRows(opened.session().unwrap(SessionImplementor.class))
                            .purge(type, olderThan, PURGE_BATCH));
            rows += purged.rows();
        } while (purged.roots() == PURGE_BATCH);
        return rows;
    }

    @Override
    public Optional<T> findDeletedById(K id) {
        requireNonNull(id, "id");
        TenantContext context = TenantContext.require();
        requireSoftDeleting("Finding what was deleted");
        return sessions.read(context, session -> SoftDeletes.in(session).findDeleted(type, id));
    }

    @Override
    public List<T> findDeleted(Restriction<? super T> restriction, Order<T> order, Limit limit) {
        requireNonNull(limit, "limit");
        TenantContext context = TenantContext.require();
        Condition condition = new Condition(model)
                .andNotNull(requireSoftDeleting("Finding what was deleted"))
                .and(requireNonNull(restriction, "restriction"));
        String by = orderBy(order);
        return sessions.read(
                context,
                session -> SoftDeletes.in(session)
                        .withDeleted(child -> list(limited(select(child, condition, by), limit))));
    }

    private String requireSoftDeleting(String tried) {
        if (deletedAt == null) {
            throw new UnsupportedOperationException(tried + " of " + model.described()
                    + ": the entity has no @DeletedAt, so that nothing of it is soft-deleted. Extend TenantEntity, or add a"
                    + " @DeletedAt.");
        }
        return deletedAt;
    }

    /**
     * Options of a {@link HibernateTenantRepository}. Setting one twice throws {@link IllegalStateException}.
     *
     * @param <T> the entity
     * @param <K> its id
     * @since 0.1
     */
    public static final class Builder<T, K> {
        private final SessionFactoryImplementor factory;
        private final Class<T> type;
        private @Nullable PageCursors cursors;
        private @Nullable Supplier<? extends @Nullable Session> current;

        private Builder(SessionFactoryImplementor factory, Class<T> type) {
            this.factory = factory;
            this.type = type;
        }

        /**
         * Says which session the current unit of work has. Default: none, so that each call has one of its own.
         *
         * @param supplier asked at each call; null where there is no unit of work
         * @return this builder
         */
        public Builder<T, K> currentSession(Supplier<? extends @Nullable Session> supplier) {
            refuseTwice("currentSession", current);
            current = requireNonNull(supplier, "supplier");
            return this;
        }

        /**
         * Says how cursors are made. Default: {@link PageCursors#ofThisProcess()}, so that they are good until it ends.
         *
         * @param pageCursors makes and reads cursors, with a secret that the application's instances share
         * @return this builder
         */
        public Builder<T, K> cursors(PageCursors pageCursors) {
            refuseTwice("cursors", cursors);
            cursors = requireNonNull(pageCursors, "pageCursors");
            return this;
        }

        /**
         * Creates the repository. The database is asked later.
         *
         * @return the repository
         * @throws IllegalArgumentException if the entity has no {@code @TenantId}, or an id of several attributes
         */
        public HibernateTenantRepository<T, K> build() {
            return new HibernateTenantRepository<>(this);
        }

        private static void refuseTwice(String option, @Nullable Object set) {
            if (set != null) {
                throw new IllegalStateException(
                        "Building a HibernateTenantRepository: " + option + " was set already. Set it once.");
            }
        }
    }
}
