package dev.rowhouse.jdbc.repository;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.jdbc.TenantJdbc;
import dev.rowhouse.jdbc.mapping.Names;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Inserts many records of one tenant: tens of thousands and more, in little memory.
 *
 * <pre>{@code
 * long rows = BulkInsert.into(jdbc, Pet.class)
 *         .onProgress(soFar -> log.log(Level.INFO, "{0} pets", soFar))
 *         .build()
 *         .insert(petsFromAFile);
 * }</pre>
 *
 * <p>PostgreSQL refuses COPY into a table under row-level security. The rows go by binary COPY into a temporary table, and
 * from there into the table by {@code insert … select}, with the current tenant in place of any that a row might name, and
 * under the table's policies, triggers and constraints. A role that may not create temporary tables sends arrays instead,
 * which is somewhat slower. {@code docs/performance-jdbc.md} has the figures.
 *
 * <p>Columns, tenant, version and audit columns are treated as {@link JdbcTenantRepository#saveAll} does; nothing is
 * returned but the number of rows.
 *
 * <p>Immutable; safe for use by many threads.
 *
 * @param <T> the record
 * @since 0.1
 */
public final class BulkInsert<T> {
    private static final int DEFAULT_CHUNK = 20_000;

    /** How much is handed to the driver at once, in bytes. */
    private static final int SEND_AT = 1 << 16;

    /** How many rows one statement takes where there is no temporary table. */
    private static final int ARRAY_ROWS = 5_000;

    private static final String INCOMING = "pg_temp.rowhouse_bulk_insert";

    private static final String MAY_CREATE_TEMPORARY = "select has_database_privilege(current_database(), 'TEMPORARY')";

    private final TenantJdbc jdbc;
    private final Class<T> type;
    private final EntityTable.Options options;
    private final @Nullable Supplier<?> ids;
    private final boolean idsFromDatabase;
    private final int chunkSize;
    private final boolean keepingChunks;
    private final LongConsumer progress;
    private volatile @Nullable Plan<T> ready;

    private BulkInsert(Builder<T> builder) {
        this.jdbc = builder.jdbc;
        this.type = builder.type;
        this.options = new EntityTable.Options(
                builder.table == null ? Names.identifier(Names.snakeCase(type.getSimpleName())) : builder.table,
                builder.idAttribute == null ? "id" : builder.idAttribute,
                null,
                builder.tenantColumn == null ? "tenant_id" : builder.tenantColumn);
        this.ids = builder.ids;
        this.idsFromDatabase = builder.idsFromDatabase;
        this.chunkSize = builder.chunkSize == null ? DEFAULT_CHUNK : builder.chunkSize;
        this.keepingChunks = builder.keepingChunks;
        this.progress = builder.progress == null ? rows -> {} : builder.progress;
    }

    /**
     * Begins to describe a bulk insert.
     *
     * @param jdbc runs the statements
     * @param type the record
     * @param <T> the record
     * @return a builder
     */
    public static <T> Builder<T> into(TenantJdbc jdbc, Class<T> type) {
        return new Builder<>(requireNonNull(jdbc, "jdbc"), requireNonNull(type, "type"));
    }

    /**
     * Inserts rows for the current tenant, in the order in which they come. Joins the transaction of the thread, if there is
     * one.
     *
     * @param rows read once, chunk by chunk, while the transaction is open
     * @return how many there were
     * @throws BulkInsertException if a row was refused, by the database or before
     * @throws dev.rowhouse.MissingTenantException if no tenant is bound
     * @throws IllegalStateException if chunks are to be kept and a transaction is open, with which they would go
     */
    public long insert(Iterable<? extends T> rows) {
        return insert(requireNonNull(rows, "rows").iterator());
    }

    /**
     * Inserts rows for the current tenant, as {@link #insert(Iterable)} does. The stream is not closed.
     *
     * @param rows read once, chunk by chunk, while the transaction is open
     * @return how many there were
     * @throws BulkInsertException if a row was refused, by the database or before
     * @throws dev.rowhouse.MissingTenantException if no tenant is bound
     * @throws IllegalStateException if chunks are to be kept and a transaction is open, with which they would go
     */
    public long insert(Stream<? extends T> rows) {
        return insert(requireNonNull(rows, "rows").iterator());
    }

    private long insert(Iterator<? extends T> rows) {
        TenantContext context = TenantContext.require();
        boolean joining = jdbc.isInTransaction();
        if (keepingChunks && joining) {
            throw new IllegalStateException("Bulk-inserting into " + options.table() + " for " + context
                    + ": each chunk is to be kept on its own, and a transaction is open, with which all would go."
                    + " Insert outside it, or leave out keepChunks().");
        }
        if (!rows.hasNext()) {
            return 0;
        }
        Run run = new Run(context, plan(), rows, joining);
        return keepingChunks ? run.eachOnItsOwn() : jdbc.inTransaction(run::all);
    }

    private Plan<T> plan() {
        Plan<T> known = ready;
        if (known == null) {
            EntityTable<T> table = EntityTable.read(jdbc, type, options);
            boolean temporary =
                    jdbc.withConnection("Looking up what the role may do", MAY_CREATE_TEMPORARY, connection -> {
                        try (Statement statement = connection.createStatement();
                                ResultSet row = statement.executeQuery(MAY_CREATE_TEMPORARY)) {
                            return row.next() && row.getBoolean(1);
                        }
                    });
            known = new Plan<>(table, idsFromDatabase, temporary);
            ready = known;
        }
        return known;
    }

    /** One insert, from its first chunk to its last. */
    private final class Run {
        private final TenantContext context;
        private final Plan<T> plan;
        private final Iterator<? extends T> rows;
        private final boolean joining;
        private final CopyBuffer buffer = new CopyBuffer();
        private int chunk;
        private long done;
        private long kept;

        Run(TenantContext context, Plan<T> plan, Iterator<? extends T> rows, boolean joining) {
            this.context = context;
            this.plan = plan;
            this.rows = rows;
            this.joining = joining;
        }

        long eachOnItsOwn() {
            while (rows.hasNext()) {
                jdbc.inTransaction(() -> {
                    prepare();
                    next();
                });
                kept = done;
                progress.accept(done);
            }
            return done;
        }

        long all() {
            prepare();
            while (rows.hasNext()) {
                next();
                progress.accept(done);
            }
            if (joining && plan.temporary) {
                jdbc.withConnection(
                        "Dropping the temporary table", plan.drop, connection -> update(connection, plan.drop));
            }
            return done;
        }

        private void prepare() {
            if (plan.temporary) {
                jdbc.withConnection(
                        "Creating a temporary table", plan.create, connection -> update(connection, plan.create));
            }
        }

        private int update(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        }

        private void next() {
            chunk++;
            long before = done;
            try {
                done += jdbc.withConnection(
                        "Inserting chunk " + chunk,
                        plan.insert,
                        connection -> plan.temporary ? copied(connection, before) : sent(connection, before));
            } catch (RowhouseException | IllegalArgumentException e) {
                throw new BulkInsertException(
                        "Bulk-inserting into " + plan.table.name() + " for " + context + ": chunk " + chunk
                                + ", from row " + (before + 1) + " on, failed: " + reason(e) + " "
                                + (kept == 0 ? "Nothing was kept." : "The " + kept + " rows before it were kept.")
                                + " Mend the rows of this chunk and insert what was not kept.",
                        chunk,
                        before + 1,
                        kept,
                        e);
            }
        }

        /** Why, without the text of the statement, which the cause has. */
        private String reason(RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            int statement = message.indexOf(" Statement: ");
            return statement < 0 ? message : message.substring(0, statement);
        }

        private long copied(Connection connection, long before) throws SQLException {
            if (chunk > 1 && !keepingChunks) {
                update(connection, plan.empty);
            }
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(plan.copy);
            long count;
            try {
                count = copyInto(copy, before);
            } catch (SQLException | RuntimeException | Error e) {
                cancel(copy, e);
                throw e;
            }
            try (PreparedStatement insert = connection.prepareStatement(plan.insert)) {
                insert.setObject(1, context.tenantId());
                insert.executeUpdate();
            }
            return count;
        }

        private long copyInto(CopyIn copy, long before) throws SQLException {
            long count = 0;
            buffer.begin();
            while (count < chunkSize && rows.hasNext()) {
                write(rows.next(), before + count + 1);
                count++;
                if (buffer.length() >= SEND_AT) {
                    send(copy);
                }
            }
            buffer.end();
            send(copy);
            copy.endCopy();
            return count;
        }

        private void cancel(CopyIn copy, Throwable failure) {
            try {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }

        private void send(CopyIn copy) throws SQLException {
            copy.writeToCopy(buffer.bytes(), 0, buffer.length());
            buffer.clear();
        }

        private void write(@Nullable T row, long number) {
            check(row, number);
            buffer.beginRow(plan.columns.size());
            for (EntityTable.Column<T> column : plan.columns) {
                buffer.value(column.valueType(), value(column, requireNonNull(row), number));
            }
        }

        private void check(@Nullable T row, long number) {
            if (row == null) {
                throw new IllegalArgumentException("row " + number + " is null. Leave it out.");
            }
            EntityTable.Column<T> tenant = plan.table.tenantAttribute();
            Object named = tenant == null ? null : tenant.value().of(row);
            if (named != null && !named.equals(context.tenantId())) {
                throw new TenantMismatchException(
                        "row " + number + " names tenant " + named
                                + ". Insert it in that tenant's context, or leave its tenant null, which means the current one.");
            }
        }

        private @Nullable Object value(EntityTable.Column<T> column, T row, long number) {
            Object value = column.value().of(row);
            if (value == null && column == plan.table.idIfAny()) {
                if (ids == null) {
                    throw new IllegalArgumentException("the id of row " + number
                            + " is null. Give it one, or build the insert with generateIds(...) or idsFromDatabase().");
                }
                return requireNonNull(ids.get(), "generated id");
            }
            return value;
        }

        /** Without a temporary table: arrays, a few thousand rows at a time. */
        private long sent(Connection connection, long before) throws SQLException {
            long count = 0;
            try (PreparedStatement insert = connection.prepareStatement(plan.insert)) {
                while (count < chunkSize && rows.hasNext()) {
                    count += sendPart(insert, before + count, Math.min(ARRAY_ROWS, chunkSize - count));
                }
            }
            return count;
        }

        private long sendPart(PreparedStatement insert, long before, long most) throws SQLException {
            List<List<@Nullable Object>> columns = new ArrayList<>();
            plan.columns.forEach(column -> columns.add(new ArrayList<>()));
            long count = 0;
            while (count < most && rows.hasNext()) {
                T row = rows.next();
                count++;
                check(row, before + count);
                for (int i = 0; i < columns.size(); i++) {
                    columns.get(i).add(value(plan.columns.get(i), row, before + count));
                }
            }
            insert.setObject(1, context.tenantId());
            for (int i = 0; i < columns.size(); i++) {
                plan.columns.get(i).valueType().bindColumn(insert, i + 2, columns.get(i));
            }
            insert.executeUpdate();
            return count;
        }
    }

    /** The statements for one table. */
    private static final class Plan<T> {
        private final EntityTable<T> table;
        private final List<EntityTable.Column<T>> columns;
        private final boolean temporary;
        private final String create;
        private final String empty;
        private final String drop;
        private final String copy;
        private final String insert;

        Plan(EntityTable<T> table, boolean idsFromDatabase, boolean temporary) {
            this.table = table;
            this.temporary = temporary;
            this.columns = new ArrayList<>(table.written());
            EntityTable.Column<T> id = table.idIfAny();
            if (id != null && !idsFromDatabase) {
                columns.add(0, id);
            }
            this.create = "create temporary table " + INCOMING.substring("pg_temp.".length()) + " ("
                    + numbered(column -> " " + CopyBuffer.typeOf(column.valueType())) + ") on commit drop";
            this.empty = "truncate " + INCOMING;
            this.drop = "drop table " + INCOMING;
            this.copy = "copy " + INCOMING + " from stdin (format binary)";
            this.insert = insert();
        }

        private String numbered(java.util.function.Function<EntityTable.Column<T>, String> end) {
            StringBuilder list = new StringBuilder();
            for (int i = 0; i < columns.size(); i++) {
                list.append(i == 0 ? "" : ", ").append("c").append(i).append(end.apply(columns.get(i)));
            }
            return list.toString();
        }

        private String insert() {
            String version = table.versionColumn();
            StringBuilder values = new StringBuilder("?::uuid");
            for (int i = 0; i < columns.size(); i++) {
                EntityTable.Column<T> column = columns.get(i);
                values.append(", ").append(temporary ? "r.c" + i + "::" + column.type() : column.fromArray("r.c" + i));
            }
            String names =
                    columns.stream().map(column -> ", " + column.identifier()).collect(Collectors.joining());
            String from = temporary
                    ? INCOMING + " as r"
                    : "unnest("
                            + columns.stream()
                                    .map(EntityTable.Column::arrayParameter)
                                    .collect(Collectors.joining(", "))
                            + ") as r (" + numbered(column -> "") + ")";
            return "insert into " + table.name() + " (" + table.tenant() + names
                    + (version == null ? "" : ", " + version) + ")\nselect " + values + (version == null ? "" : ", 0")
                    + "\nfrom " + from;
        }
    }

    /**
     * Options of a {@link BulkInsert}. Setting one twice throws {@link IllegalStateException}.
     *
     * @param <T> the record
     * @since 0.1
     */
    public static final class Builder<T> {
        private final TenantJdbc jdbc;
        private final Class<T> type;
        private @Nullable String table;
        private @Nullable String idAttribute;
        private @Nullable String tenantColumn;
        private @Nullable Supplier<?> ids;
        private boolean idsFromDatabase;
        private @Nullable Integer chunkSize;
        private boolean keepingChunks;
        private @Nullable LongConsumer progress;

        private Builder(TenantJdbc jdbc, Class<T> type) {
            this.jdbc = jdbc;
            this.type = type;
        }

        /**
         * Names the table. Default: the name of the record in snake case, found on the search path.
         *
         * @param name as in SQL, with a schema and quotes where need be
         * @return this builder
         */
        public Builder<T> table(String name) {
            refuseTwice("table", table);
            table = requireNonNull(name, "name");
            return this;
        }

        /**
         * Names the component that holds the id. Default: {@code id}, if the record has it.
         *
         * @param name the component
         * @return this builder
         */
        public Builder<T> idAttribute(String name) {
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
        public Builder<T> tenantColumn(String name) {
            refuseTwice("tenantColumn", tenantColumn);
            tenantColumn = requireNonNull(name, "name");
            return this;
        }

        /**
         * Gives records without an id one. Default: such a record is refused.
         *
         * @param generator makes an id, such as {@link dev.rowhouse.repository.UuidV7}
         * @return this builder
         */
        public Builder<T> generateIds(Supplier<?> generator) {
            refuseTwice("generateIds", ids);
            refuseTwice("idsFromDatabase", idsFromDatabase ? true : null);
            ids = requireNonNull(generator, "generator");
            return this;
        }

        /**
         * Leaves all ids to the column's default or identity, whatever the records say.
         *
         * @return this builder
         */
        public Builder<T> idsFromDatabase() {
            refuseTwice("idsFromDatabase", idsFromDatabase ? true : null);
            refuseTwice("generateIds", ids);
            idsFromDatabase = true;
            return this;
        }

        /**
         * Sets how many rows make a chunk: what an error names, what is reported as progress, what is kept on its own if
         * chunks are. Default: 20,000.
         *
         * @param rows at least 1
         * @return this builder
         */
        public Builder<T> chunkSize(int rows) {
            if (rows < 1) {
                throw new IllegalArgumentException(
                        "Building a bulk insert: a chunk of " + rows + " rows is too small. Give 1 or more.");
            }
            refuseTwice("chunkSize", chunkSize);
            chunkSize = rows;
            return this;
        }

        /**
         * Commits each chunk on its own, so that those before one that fails are kept. Default: all rows or none.
         *
         * @return this builder
         */
        public Builder<T> keepChunks() {
            refuseTwice("keepChunks", keepingChunks ? true : null);
            keepingChunks = true;
            return this;
        }

        /**
         * Tells somebody after each chunk how many rows have been inserted so far. What it throws stops the insert.
         *
         * @param listener is told the number of rows, in the inserting thread
         * @return this builder
         */
        public Builder<T> onProgress(LongConsumer listener) {
            refuseTwice("onProgress", progress);
            progress = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Creates the bulk insert. The database is asked later.
         *
         * @return the bulk insert
         */
        public BulkInsert<T> build() {
            return new BulkInsert<>(this);
        }

        private static void refuseTwice(String option, @Nullable Object set) {
            if (set != null) {
                throw new IllegalStateException("Building a bulk insert: " + option
                        + " was set already. Set it, or what contradicts it, once.");
            }
        }
    }
}
