package dev.rowhouse.jdbc.repository;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.jdbc.mapping.Names;
import dev.rowhouse.jdbc.mapping.RowMapper;
import dev.rowhouse.repository.DuplicateKeyException;
import dev.rowhouse.repository.PageCursors;
import dev.rowhouse.repository.Restriction;
import dev.rowhouse.repository.StaleVersionException;
import dev.rowhouse.repository.TenantRepository;
import jakarta.data.Limit;
import jakarta.data.Order;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import java.lang.invoke.MethodType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TenantRepository} of records, or of beans with one constructor, on {@link TenantJdbc}.
 *
 * <pre>{@code
 * JdbcTenantRepository<Pet, UUID> pets = JdbcTenantRepository.builder(jdbc, Pet.class, UUID.class)
 *         .generateIds(UuidV7.generator())
 *         .build();
 * }</pre>
 *
 * <p>Components have columns in snake case. The table may have columns that the record leaves out. {@code tenant_id},
 * {@code version}, {@code deleted_at} and the audit columns are recognised by their names; the record may have them too, and
 * then gets their values back from {@code save}. A version has to be one that can be null, because that says that the record
 * is new.
 *
 * <p>Methods join the transaction of {@link TenantJdbc#inTransaction}, and otherwise run in one of their own. What the
 * table looks like is read from the catalog when the repository is used for the first time, or by {@link #verify()}.
 *
 * <p>Safe for use by many threads.
 *
 * @param <T> the record
 * @param <K> its id
 * @since 0.1
 */
public final class JdbcTenantRepository<T, K> implements TenantRepository<T, K> {
    /** How many rows are purged at once, so that no lock is held for long. */
    static final int PURGE_BATCH = 1_000;

    /** How many rows one statement saves: the driver holds their values, and the server the array. */
    private static final int MOST_AT_ONCE = 5_000;

    private final TenantJdbc jdbc;
    private final Class<T> type;
    private final EntityTable.Options options;
    private final @Nullable Supplier<? extends K> ids;
    private final boolean idsFromDatabase;
    private final List<String> cascade;
    private final boolean planForEachTenant;
    private final PageCursors cursors;
    private volatile @Nullable EntityStatements<T> ready;

    private JdbcTenantRepository(Builder<T, K> builder) {
        this.jdbc = builder.jdbc;
        this.type = builder.type;
        this.options = new EntityTable.Options(
                builder.table == null ? Names.identifier(Names.snakeCase(type.getSimpleName())) : builder.table,
                builder.idAttribute == null ? "id" : builder.idAttribute,
                MethodType.methodType(builder.idType).wrap().returnType(),
                builder.tenantColumn == null ? "tenant_id" : builder.tenantColumn);
        this.ids = builder.ids;
        this.idsFromDatabase = builder.idsFromDatabase;
        this.cascade = List.copyOf(builder.cascade);
        this.planForEachTenant = builder.planForEachTenant;
        this.cursors = builder.cursors == null ? PageCursors.ofThisProcess() : builder.cursors;
    }

    /**
     * Creates a repository with the defaults: the table is named as the record, in snake case, and ids are given by the
     * application.
     *
     * @param jdbc runs the statements
     * @param type the record
     * @param idType the class of its id
     * @param <T> the record
     * @param <K> its id
     * @return the repository
     */
    public static <T, K> JdbcTenantRepository<T, K> of(TenantJdbc jdbc, Class<T> type, Class<K> idType) {
        return builder(jdbc, type, idType).build();
    }

    /**
     * Begins to create a repository.
     *
     * @param jdbc runs the statements
     * @param type the record
     * @param idType the class of its id
     * @param <T> the record
     * @param <K> its id
     * @return a builder
     */
    public static <T, K> Builder<T, K> builder(TenantJdbc jdbc, Class<T> type, Class<K> idType) {
        return new Builder<>(
                requireNonNull(jdbc, "jdbc"), requireNonNull(type, "type"), requireNonNull(idType, "idType"));
    }

    /**
     * Reads the table from the catalog and compares it with the record, so that an application can fail at its start. Works
     * without a context where the data source lets statements without one through.
     *
     * @return this repository
     * @throws IllegalArgumentException if record and table do not fit; all findings at once
     * @throws dev.rowhouse.RowhouseException if there is no such table, or the cascade does not fit
     */
    public JdbcTenantRepository<T, K> verify() {
        statements();
        return this;
    }

    private EntityStatements<T> statements() {
        EntityStatements<T> known = ready;
        if (known == null) {
            EntityTable<T> table = EntityTable.read(jdbc, type, options);
            known = new EntityStatements<>(
                    table,
                    cascade.isEmpty() ? Cascade.none(table) : Cascade.read(jdbc, table, cascade),
                    planForEachTenant || table.isPartitioned());
            ready = known;
        }
        return known;
    }

    // ---- saving

    @Override
    public T save(T entity) {
        requireNonNull(entity, "entity");
        TenantContext context = TenantContext.require();
        EntityStatements<T> sql = statements();
        EntityTable<T> table = sql.table;
        refuseForeign(table, context, entity);
        Object id = idOf(table, entity);
        if (!isNew(table, entity)) {
            return update(sql, context, entity, id);
        }
        String text = id == null ? sql.insertWithoutId : table.version() == null ? sql.upsert : sql.insert;
        Optional<T> saved = run(sql.saving, context, text, statement -> {
            int index = 1;
            statement.setObject(index++, context.tenantId());
            if (id != null) {
                table.id().valueType().bind(statement, index++, id);
            }
            for (EntityTable.Column<T> column : table.written()) {
                column.bind(statement, index++, entity);
            }
            return one(table, statement);
        });
        return saved.orElseThrow(() -> stale(sql, context, id));
    }

    private T update(EntityStatements<T> sql, TenantContext context, T entity, @Nullable Object id) {
        EntityTable<T> table = sql.table;
        EntityTable.Column<T> version = table.version();
        Optional<T> saved = run(sql.saving, context, sql.update, statement -> {
            int index = 1;
            for (EntityTable.Column<T> column : table.written()) {
                column.bind(statement, index++, entity);
            }
            statement.setObject(index++, context.tenantId());
            table.id().valueType().bind(statement, index++, id);
            if (version != null) {
                version.bind(statement, index, entity);
            }
            return one(table, statement);
        });
        return saved.orElseThrow(() -> stale(sql, context, id));
    }

    @Override
    public List<T> saveAll(Iterable<? extends T> entities) {
        requireNonNull(entities, "entities");
        TenantContext context = TenantContext.require();
        List<T> all = new ArrayList<>();
        entities.forEach(entity -> all.add(requireNonNull(entity, "entity")));
        if (all.isEmpty()) {
            return List.of();
        }
        EntityStatements<T> sql = statements();
        Parts<T> parts = new Parts<>(all.size());
        Set<Object> known = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            T entity = all.get(i);
            refuseForeign(sql.table, context, entity);
            Object id = idOf(sql.table, entity);
            if (id != null && !known.add(id)) {
                throw new DuplicateKeyException(
                        "Saving " + all.size() + " entities to " + sql.table.name() + " for tenant "
                                + context.tenantId() + ": number " + i
                                + " (counted from 0) has the id of one before it."
                                + " Nothing was written. Give each entity once.",
                        null,
                        null);
            }
            boolean isNew =
                    sql.table.version() == null || sql.table.version().value().of(entity) == null;
            (isNew ? id == null ? parts.withoutId : parts.fresh : parts.known).add(new Entry<>(i, entity, id));
        }
        if (parts.isUndoneByTheDatabase(sql.table)) {
            return save(sql, context, parts);
        }
        return jdbc.inTransaction(() -> save(sql, context, parts));
    }

    private List<T> save(EntityStatements<T> sql, TenantContext context, Parts<T> parts) {
        @Nullable Object[] saved = new Object[parts.count];
        String fresh = sql.table.version() == null ? sql.upsertAll : sql.insertAll;
        saveParts(sql, context, sql.insertAllWithoutId, parts.withoutId, saved);
        saveParts(sql, context, fresh, parts.fresh, saved);
        saveParts(sql, context, sql.updateAll, parts.known, saved);
        @SuppressWarnings("unchecked") // each place was filled with what was read for it, or this would have thrown
        List<T> list = (List<T>) Collections.unmodifiableList(Arrays.asList(saved));
        return list;
    }

    private void saveParts(
            EntityStatements<T> sql,
            TenantContext context,
            String text,
            List<Entry<T>> entries,
            @Nullable Object[] saved) {
        for (int from = 0; from < entries.size(); from += MOST_AT_ONCE) {
            List<Entry<T>> part = entries.subList(from, Math.min(entries.size(), from + MOST_AT_ONCE));
            List<T> rows = run(sql.saving, context, text, statement -> {
                bindColumns(sql, context, text, statement, part);
                return list(sql.table, statement);
            });
            put(sql, context, part, rows, saved);
        }
    }

    private static <T> void bindColumns(
            EntityStatements<T> sql,
            TenantContext context,
            String text,
            PreparedStatement statement,
            List<Entry<T>> part)
            throws SQLException {
        EntityTable<T> table = sql.table;
        boolean updating = text.equals(sql.updateAll);
        int index = 1;
        if (!updating) {
            statement.setObject(index++, context.tenantId());
        }
        if (!text.equals(sql.insertAllWithoutId)) {
            List<@Nullable Object> ids = new ArrayList<>(part.size());
            part.forEach(entry -> ids.add(entry.id));
            table.id().valueType().bindColumn(statement, index++, ids);
        }
        List<EntityTable.Column<T>> columns = new ArrayList<>(table.written());
        EntityTable.Column<T> version = table.version();
        if (updating && version != null) {
            columns.add(0, version);
        }
        for (EntityTable.Column<T> column : columns) {
            List<@Nullable Object> values = new ArrayList<>(part.size());
            part.forEach(entry -> values.add(column.value().of(entry.entity)));
            column.valueType().bindColumn(statement, index++, values);
        }
        if (updating) {
            statement.setObject(index, context.tenantId());
        }
    }

    /** Puts rows in the places of their entities: by id, or, where the database has made the ids, in their order. */
    private void put(
            EntityStatements<T> sql,
            TenantContext context,
            List<Entry<T>> part,
            List<T> rows,
            @Nullable Object[] saved) {
        if (part.get(0).id == null) {
            for (int i = 0; i < rows.size(); i++) {
                saved[part.get(i).place] = rows.get(i);
            }
            return;
        }
        Map<Object, T> byId = new HashMap<>();
        for (T row : rows) {
            byId.put(requireNonNull(sql.table.id().value().of(row)), row);
        }
        for (Entry<T> entry : part) {
            T row = byId.get(requireNonNull(entry.id));
            if (row == null) {
                throw stale(sql, context, entry.id);
            }
            saved[entry.place] = row;
        }
    }

    private void refuseForeign(EntityTable<T> table, TenantContext context, T entity) {
        Object tenant = table.tenantAttribute() == null
                ? null
                : table.tenantAttribute().value().of(entity);
        if (tenant != null && !tenant.equals(context.tenantId())) {
            throw new TenantMismatchException("Saving an entity to " + table.name() + " for tenant "
                    + context.tenantId() + ": it names tenant " + tenant
                    + ". Save it in that tenant's context, or leave its tenant null, which means the current one.");
        }
    }

    /** Whether an insert is tried. Where the database makes all ids, one that has an id was inserted before. */
    private static <T> boolean isNew(EntityTable<T> table, T entity) {
        if (table.version() != null) {
            return table.version().value().of(entity) == null;
        }
        return !table.isIdAlwaysGenerated() || table.id().value().of(entity) == null;
    }

    private @Nullable Object idOf(EntityTable<T> table, T entity) {
        Object id = table.id().value().of(entity);
        boolean isNew = isNew(table, entity);
        if (id == null && ids != null && isNew) {
            return requireNonNull(ids.get(), "generated id");
        }
        if (id == null && !(idsFromDatabase && isNew)) {
            throw new IllegalArgumentException("Saving an entity to " + table.name() + ": its id is null"
                    + (isNew
                            ? ". Give it one, or build the repository with generateIds(...) or idsFromDatabase()."
                            : ", but it has a version. Save what was read, or leave out the version too."));
        }
        if (id != null && isNew && table.isIdAlwaysGenerated()) {
            throw new IllegalArgumentException("Saving a new entity to " + table.name()
                    + ": it has an id, and the database generates all ids of this table. Leave it null.");
        }
        return id;
    }

    /** Looks why a row was not there for a statement that saves. */
    private StaleVersionException stale(EntityStatements<T> sql, TenantContext context, @Nullable Object id) {
        EntityTable<T> table = sql.table;
        Optional<Boolean> deleted = run("Looking for a row of " + table.name(), context, sql.whyStale, statement -> {
            statement.setObject(1, context.tenantId());
            table.id().valueType().bind(statement, 2, id);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getBoolean(1)) : Optional.empty();
            }
        });
        String found = deleted.map(
                        isDeleted -> isDeleted
                                ? "its row is soft-deleted. Nothing was written. Restore it first"
                                : "its row has another version by now. Nothing was written. Read it again and repeat the change")
                .orElse("its row is gone, or never was this tenant's. Nothing was written. To insert it, leave out its "
                        + (table.version() == null ? "id" : "version"));
        return new StaleVersionException(
                "Saving an entity to " + table.name() + " for tenant " + context.tenantId() + ": " + found + ".");
    }

    // ---- finding

    @Override
    public Optional<T> findById(K id) {
        return findOne(requireNonNull(id, "id"), false);
    }

    private Optional<T> findOne(K id, boolean deleted) {
        TenantContext context = TenantContext.require();
        EntityStatements<T> sql = statements();
        if (deleted) {
            sql.requireSoftDeleting("Finding");
        }
        return run(sql.reading, context, deleted ? sql.findDeletedById : sql.findById, statement -> {
            statement.setObject(1, context.tenantId());
            sql.table.id().valueType().bind(statement, 2, id);
            return one(sql.table, statement);
        });
    }

    @Override
    public List<T> findAllById(Iterable<? extends K> ids) {
        Set<Object> wanted = new LinkedHashSet<>();
        requireNonNull(ids, "ids").forEach(id -> wanted.add(requireNonNull(id, "id")));
        TenantContext context = TenantContext.require();
        if (wanted.isEmpty()) {
            return List.of();
        }
        EntityStatements<T> sql = statements();
        return run(sql.reading, context, sql.findAllById, statement -> {
            statement.setObject(1, context.tenantId());
            sql.table.id().valueType().bindColumn(statement, 2, wanted);
            return list(sql.table, statement);
        });
    }

    @Override
    public boolean existsById(K id) {
        requireNonNull(id, "id");
        TenantContext context = TenantContext.require();
        EntityStatements<T> sql = statements();
        return run(sql.reading, context, sql.existsById, statement -> {
            statement.setObject(1, context.tenantId());
            sql.table.id().valueType().bind(statement, 2, id);
            return number(statement) > 0;
        });
    }

    @Override
    public List<T> findAll(Restriction<? super T> restriction, Order<T> order) {
        return find(restriction, order, null, false);
    }

    @Override
    public List<T> findAll(Restriction<? super T> restriction, Order<T> order, Limit limit) {
        return find(restriction, order, requireNonNull(limit, "limit"), false);
    }

    private List<T> find(Restriction<? super T> restriction, Order<T> order, @Nullable Limit limit, boolean deleted) {
        requireNonNull(restriction, "restriction");
        requireNonNull(order, "order");
        TenantContext context = TenantContext.require();
        EntityStatements<T> sql = statements();
        if (deleted) {
            sql.requireSoftDeleting("Finding");
        }
        Condition<T> condition = new Condition<>(sql.table).and(restriction);
        String text = (deleted ? sql.selectDeleted : sql.selectLiving)
                + condition.sql()
                + SortKey.orderBy(SortKey.complete(sql.table, order.sorts()))
                + (limit == null ? "" : "\nlimit " + limit.maxResults() + offset(limit.startAt() - 1));
        return run(sql.reading, context, text, statement -> {
            statement.setObject(1, context.tenantId());
            condition.bind(statement, 2);
            return list(sql.table, statement);
        });
    }

    private static String offset(long rows) {
        return rows == 0 ? "" : "\noffset " + rows;
    }

    @Override
    public long count(Restriction<? super T> restriction) {
        return number(restriction, "count(*)", "");
    }

    @Override
    public boolean exists(Restriction<? super T> restriction) {
        return number(restriction, "1", "\nlimit 1") > 0;
    }

    private long number(Restriction<? super T> restriction, String selected, String end) {
        requireNonNull(restriction, "restriction");
        TenantContext context = TenantContext.require();
        EntityStatements<T> sql = statements();
        Condition<T> condition = new Condition<>(sql.table).and(restriction);
        return run(sql.reading, context, "select " + selected + sql.fromLiving + condition.sql() + end, statement -> {
            statement.setObject(1, context.tenantId());
            condition.bind(statement, 2);
            return number(statement);
        });
    }

    // ---- pages

    @Override
    public CursoredPage<T> findPage(Restriction<? super T> restriction, PageRequest request, Order<T> order) {
        requireNonNull(restriction, "restriction");
        requireNonNull(request, "pageRequest");
        requireNonNull(order, "order");
        TenantContext context = TenantContext.require();
        refuseOdd(request);
        EntityStatements<T> sql = statements();
        List<SortKey<T>> keys = SortKey.complete(sql.table, order.sorts());
        PageCursors.Scope scope = new PageCursors.Scope(
                context.tenantId(),
                sql.table.name(),
                keys.stream().map(SortKey::sort).toList());
        boolean backwards = request.mode() == PageRequest.Mode.CURSOR_PREVIOUS;
        List<SortKey<T>> direction =
                backwards ? keys.stream().map(SortKey::reversed).toList() : keys;
        Condition<T> condition = new Condition<>(sql.table).and(restriction);
        long offset = 0;
        if (request.mode() == PageRequest.Mode.OFFSET) {
            offset = (request.page() - 1) * request.size();
        } else {
            condition.after(direction, cursors.open(scope, request.cursor().orElseThrow()));
        }
        String text = sql.selectLiving
                + condition.sql()
                + SortKey.orderBy(direction)
                + "\nlimit " + (request.size() + 1L) + offset(offset);
        Condition<T> counted = request.requestTotal() ? new Condition<>(sql.table).and(restriction) : null;
        String whole = counted == null ? text : text + ";\nselect count(*)" + sql.fromLiving + counted.sql();
        Rows<T> found = run(sql.reading, context, whole, statement -> {
            statement.setObject(1, context.tenantId());
            int index = condition.bind(statement, 2);
            if (counted == null) {
                return new Rows<>(list(sql.table, statement), -1);
            }
            statement.setObject(index++, context.tenantId());
            counted.bind(statement, index);
            return rowsAndTotal(sql.table, statement);
        });
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

    private static void refuseOdd(PageRequest request) {
        if (request.size() < 1 || request.page() < 1 || request.page() > Long.MAX_VALUE / request.size()) {
            throw new IllegalArgumentException("Reading a page: page " + request.page() + " with a size of "
                    + request.size() + " was asked for. Ask for a page and a size of 1 or more.");
        }
    }

    private static <T> List<@Nullable Object> placeOf(List<SortKey<T>> keys, T row) {
        List<@Nullable Object> place = new ArrayList<>(keys.size());
        for (SortKey<T> key : keys) {
            place.add(key.column().value().of(row));
        }
        return place;
    }

    /** Both statements go in one trip. */
    private static <T> Rows<T> rowsAndTotal(EntityTable<T> table, PreparedStatement statement) throws SQLException {
        statement.execute();
        List<T> rows;
        try (ResultSet first = statement.getResultSet()) {
            rows = list(table, first);
        }
        statement.getMoreResults();
        try (ResultSet second = statement.getResultSet()) {
            second.next();
            return new Rows<>(rows, second.getLong(1));
        }
    }

    private record Rows<T>(List<T> rows, long total) {}

    // ---- soft delete

    @Override
    public boolean softDelete(K id) {
        requireNonNull(id, "id");
        TenantContext context = TenantContext.require();
        EntityStatements<T> sql = statements();
        sql.requireSoftDeleting("Soft-deleting a row");
        return change("Soft-deleting a row of " + sql.table.name(), sql, context, sql.cascade.softDelete(), id);
    }

    @Override
    public boolean restore(K id) {
        requireNonNull(id, "id");
        TenantContext context = TenantContext.require();
        EntityStatements<T> sql = statements();
        sql.requireSoftDeleting("Restoring a row");
        return change("Restoring a row of " + sql.table.name(), sql, context, sql.cascade.restore(), id);
    }

    private boolean change(
            String tried, EntityStatements<T> sql, TenantContext context, Cascade.Statement change, K id) {
        return run(tried, context, change.sql(), statement -> {
            change.bind(
                    statement,
                    context.tenantId(),
                    context.actor().orElse(null),
                    sql.table.id().valueType(),
                    id,
                    0);
            return number(statement) > 0;
        });
    }

    @Override
    public long purge(Duration olderThan) {
        if (requireNonNull(olderThan, "olderThan").isNegative()) {
            throw new IllegalArgumentException(
                    "Purging: " + olderThan + " is negative. Give zero for everything that is soft-deleted, or more.");
        }
        TenantContext context = TenantContext.require();
        EntityStatements<T> sql = statements();
        sql.requireSoftDeleting("Purging");
        long purged = 0;
        long[] counts;
        do {
            counts = purgeBatch(sql, context, olderThan);
            purged += counts[1];
        } while (counts[0] == PURGE_BATCH);
        return purged;
    }

    /** Returns how many rows of the table were deleted, and how many in all. */
    private long[] purgeBatch(EntityStatements<T> sql, TenantContext context, Duration olderThan) {
        Cascade.Statement purge = sql.cascade.purge();
        double seconds = olderThan.getSeconds() + olderThan.getNano() / 1e9;
        return run("Purging " + sql.table.name(), context, purge.sql(), statement -> {
            purge.bind(statement, context.tenantId(), null, sql.table.id().valueType(), null, seconds);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new long[] {row.getLong(1), row.getLong(2)};
            }
        });
    }

    @Override
    public Optional<T> findDeletedById(K id) {
        return findOne(requireNonNull(id, "id"), true);
    }

    @Override
    public List<T> findDeleted(Restriction<? super T> restriction, Order<T> order, Limit limit) {
        return find(restriction, order, requireNonNull(limit, "limit"), true);
    }

    // ---- running

    private <R> R run(String tried, TenantContext context, String text, StatementWork<R> work) {
        try {
            return jdbc.withConnection(tried, text, connection -> {
                try (PreparedStatement statement = connection.prepareStatement(text)) {
                    return work.on(statement);
                }
            });
        } catch (DuplicateKeyException e) {
            String key = e.constraint().map(name -> "unique key " + name).orElse("a unique key");
            throw new DuplicateKeyException(
                    tried + " for tenant " + context.tenantId() + ": " + key
                            + " is taken by another row. Nothing was written. Choose other values, or change, soft-delete"
                            + " or purge the row that has it.",
                    e.constraint().orElse(null),
                    e);
        }
    }

    private static <T> Optional<T> one(EntityTable<T> table, PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            RowMapper<T> mapper = table.mapping().reader(rows.getMetaData());
            return rows.next() ? Optional.of(requireNonNull(mapper.map(rows))) : Optional.empty();
        }
    }

    private static <T> List<T> list(EntityTable<T> table, PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return list(table, rows);
        }
    }

    private static <T> List<T> list(EntityTable<T> table, ResultSet rows) throws SQLException {
        RowMapper<T> mapper = table.mapping().reader(rows.getMetaData());
        List<T> list = new ArrayList<>();
        while (rows.next()) {
            list.add(requireNonNull(mapper.map(rows)));
        }
        return Collections.unmodifiableList(list);
    }

    /** The number in the only column of the first row, or 0. */
    private static long number(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /** Work on a statement. */
    @FunctionalInterface
    private interface StatementWork<R> {
        R on(PreparedStatement statement) throws SQLException;
    }

    /** An entity of a batch, and its place in it. */
    private record Entry<T>(int place, T entity, @Nullable Object id) {}

    /** The entities of a batch, by the statement that saves them. */
    private static final class Parts<T> {
        private final int count;
        private final List<Entry<T>> withoutId = new ArrayList<>();
        private final List<Entry<T>> fresh = new ArrayList<>();
        private final List<Entry<T>> known = new ArrayList<>();

        Parts(int count) {
            this.count = count;
        }

        /** Whether the whole is one statement that fails where it does not save everything. */
        boolean isUndoneByTheDatabase(EntityTable<T> table) {
            boolean insertsAlone = withoutId.size() == count || (fresh.size() == count && table.version() != null);
            return insertsAlone && count <= MOST_AT_ONCE;
        }
    }

    /**
     * Options of a {@link JdbcTenantRepository}. Setting one twice, or two that contradict, throws
     * {@link IllegalStateException}.
     *
     * @param <T> the record
     * @param <K> its id
     * @since 0.1
     */
    public static final class Builder<T, K> {
        private final TenantJdbc jdbc;
        private final Class<T> type;
        private final Class<K> idType;
        private @Nullable String table;
        private @Nullable String idAttribute;
        private @Nullable String tenantColumn;
        private @Nullable Supplier<? extends K> ids;
        private boolean idsFromDatabase;
        private final List<String> cascade = new ArrayList<>();
        private boolean planForEachTenant;
        private @Nullable PageCursors cursors;

        private Builder(TenantJdbc jdbc, Class<T> type, Class<K> idType) {
            this.jdbc = jdbc;
            this.type = type;
            this.idType = idType;
        }

        /**
         * Names the table. Default: the name of the record in snake case, found on the search path.
         *
         * @param name as in SQL, with a schema and quotes where need be
         * @return this builder
         */
        public Builder<T, K> table(String name) {
            refuseTwice("table", table);
            table = requireNonNull(name, "name");
            return this;
        }

        /**
         * Names the component that holds the id. Default: {@code id}.
         *
         * @param name the component
         * @return this builder
         */
        public Builder<T, K> idAttribute(String name) {
            refuseTwice("idAttribute", idAttribute);
            idAttribute = requireNonNull(name, "name");
            return this;
        }

        /**
         * Names the column that holds the tenant. Default: {@code tenant_id}.
         *
         * @param name the column, without quotes
         * @return this builder
         */
        public Builder<T, K> tenantColumn(String name) {
            refuseTwice("tenantColumn", tenantColumn);
            tenantColumn = requireNonNull(name, "name");
            return this;
        }

        /**
         * Gives new records without an id one. Default: such a record is refused.
         *
         * @param generator makes an id, such as {@link dev.rowhouse.repository.UuidV7}
         * @return this builder
         */
        public Builder<T, K> generateIds(Supplier<? extends K> generator) {
            refuseTwice("generateIds", ids);
            refuseTwice("idsFromDatabase", idsFromDatabase ? true : null);
            ids = requireNonNull(generator, "generator");
            return this;
        }

        /**
         * Leaves the ids of new records without one to the column's default or identity. Default: such a record is refused.
         *
         * @return this builder
         */
        public Builder<T, K> idsFromDatabase() {
            refuseTwice("idsFromDatabase", idsFromDatabase ? true : null);
            refuseTwice("generateIds", ids);
            idsFromDatabase = true;
            return this;
        }

        /**
         * Names the tables whose rows are soft-deleted, restored and purged together with the row they hang on: they refer
         * to this table, or to one another, by foreign keys on the tenant and one more column. To take rows of this table
         * along that refer to others of it, name it too. Default: none.
         *
         * @param tables as in SQL, with a schema and quotes where need be
         * @return this builder
         */
        public Builder<T, K> cascade(String... tables) {
            refuseTwice("cascade", cascade.isEmpty() ? null : cascade);
            for (String one : tables) {
                cascade.add(requireNonNull(one, "table"));
            }
            return this;
        }

        /**
         * Names the tenant in lists, pages and counts as a plain parameter. PostgreSQL then plans for the tenant that asks, and does
         * so each time where tenants differ much in size (tens of microseconds), and a router such as that of Citus finds the
         * tenant's node. Default: the tenant is named in a sub-select, as in the policy, and one plan serves all tenants; tables
         * that are partitioned are planned for each tenant, because partitions are pruned by it.
         *
         * @return this builder
         */
        public Builder<T, K> planForEachTenant() {
            refuseTwice("planForEachTenant", planForEachTenant ? true : null);
            planForEachTenant = true;
            return this;
        }

        /**
         * Says how cursors are made. Default: {@link PageCursors#ofThisProcess()}, so that they are good until it ends.
         *
         * @param factory makes and reads cursors, with a secret that the application's instances share
         * @return this builder
         */
        public Builder<T, K> cursors(PageCursors factory) {
            refuseTwice("cursors", cursors);
            cursors = requireNonNull(factory, "factory");
            return this;
        }

        /**
         * Creates the repository. The database is asked later.
         *
         * @return the repository
         */
        public JdbcTenantRepository<T, K> build() {
            return new JdbcTenantRepository<>(this);
        }

        private static void refuseTwice(String option, @Nullable Object set) {
            if (set != null) {
                throw new IllegalStateException("Building a JdbcTenantRepository: " + option
                        + " was set already. Set it, or what contradicts it, once.");
            }
        }
    }
}
