package dev.rowhouse.jdbc;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.jdbc.mapping.Mappings;
import dev.rowhouse.jdbc.mapping.RecordMapping;
import dev.rowhouse.jdbc.mapping.RowMapper;
import dev.rowhouse.jdbc.mapping.ValueType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One statement: bind its parameters, then run it with {@link #update} or say with {@link #map} what its rows become.
 *
 * <p>For one thread and one run. Each name has to be bound, and once.
 *
 * @since 0.1
 */
public final class Sql {
    private final TenantJdbc jdbc;
    private final NamedSql text;
    private final @Nullable Object[] values;
    private final @Nullable ValueType[] types;
    private @Nullable Object bindings;
    private @Nullable Duration timeout;

    Sql(TenantJdbc jdbc, NamedSql text) {
        this.jdbc = jdbc;
        this.text = text;
        this.values = new Object[text.names().size()];
        this.types = new ValueType[values.length];
    }

    /**
     * Binds a parameter. A collection or an array becomes one array of PostgreSQL, for {@code = any(:name)} or
     * {@code unnest(:name)}, or JSON where the text says {@code :name::jsonb}; a record, a map or a JSON tree becomes JSON.
     *
     * @param name the name, without the colon
     * @param value the value; null binds null
     * @return this statement
     * @throws IllegalArgumentException if the statement has no such name, or the value is of no class that can be bound,
     *     or a collection is bound inside {@code in (...)}
     * @throws IllegalStateException if the name is bound already
     */
    public Sql bind(String name, @Nullable Object value) {
        int index = text.indexOf(requireNonNull(name, "name"));
        if (index < 0) {
            throw new IllegalArgumentException(
                    "Binding parameter \"" + name + "\": the statement has no such name; it has " + text.names()
                            + ". Correct the name, or leave it out. Statement: " + text.text());
        }
        if (types[index] != null) {
            throw new IllegalStateException(
                    "Binding parameter \"" + name + "\": it is bound already. Bind it once. Statement: " + text.text());
        }
        Object bound = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        set(index, bound, typeOf(jdbc, text, index, bound));
        return this;
    }

    /**
     * Binds the components of a record, or the properties of a bean, to the parameters of their names, in camel or in
     * snake case; those of a record inside it have its name in front, as {@code :address_street}. Components that the
     * statement does not name are left out, and parameters that are bound by themselves stay so.
     *
     * @param components a record or a bean
     * @return this statement
     * @throws IllegalStateException if components were bound already
     */
    public Sql bindAll(Object components) {
        if (bindings != null) {
            throw new IllegalStateException(
                    "Binding the components of " + components.getClass().getName()
                            + ": those of " + bindings.getClass().getName()
                            + " are bound already. Bind one, and further values by"
                            + " name. Statement: " + text.text());
        }
        bindings = requireNonNull(components, "components");
        return this;
    }

    /**
     * Limits the time that the statement may take. Default: the database's {@code statement_timeout}, which mostly is
     * none.
     *
     * @param limit whole seconds, at least one; fractions are rounded up
     * @return this statement
     */
    public Sql timeout(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(
                    "Setting the timeout of a statement: " + limit + " is too short. Give a second or more.");
        }
        timeout = limit;
        return this;
    }

    /**
     * Says what the rows become. A record, or a class with one constructor, gets a component for each column, named in
     * snake case; a simple type gets the only column.
     *
     * @param type a record, a bean, or a simple type such as {@link String}, {@link java.util.UUID} or an enum
     * @param <T> the type
     * @return the query
     * @throws IllegalArgumentException if the type cannot be mapped
     */
    public <T> Query<T> map(Class<T> type) {
        return new Query<>(this, jdbc.mappings().reader(requireNonNull(type, "type")));
    }

    /**
     * Says what the rows become.
     *
     * @param mapper makes an object of each row
     * @param <T> what a row becomes
     * @return the query
     */
    public <T> Query<T> map(RowMapper<T> mapper) {
        requireNonNull(mapper, "mapper");
        return new Query<>(this, columns -> mapper);
    }

    /**
     * Runs an insert, update, delete or any statement without rows.
     *
     * @return how many rows it changed
     */
    public int update() {
        return execute("Running an update", null, PreparedStatement::executeUpdate);
    }

    /**
     * Makes an insert, update or delete return columns of the rows that it changed, by a {@code returning} at its end.
     * The tenant rides along with it, as it does not with the generated keys of JDBC.
     *
     * @param type what a row becomes, as in {@link #map(Class)}
     * @param columns the columns; if there are none, those that the record has, or {@code id} for a simple type
     * @param <T> the type
     * @return the query, which changes the rows when it runs
     * @throws IllegalStateException if the statement has a {@code returning} already
     */
    public <T> Query<T> returning(Class<T> type, String... columns) {
        List<String> wanted = columns.length > 0
                ? List.of(columns)
                : Mappings.isSimple(type)
                        ? List.of("id")
                        : jdbc.mappings().of(type).columns();
        Sql extended = new Sql(jdbc, jdbc.texts().of(text.returning(wanted)));
        System.arraycopy(values, 0, extended.values, 0, values.length);
        System.arraycopy(types, 0, extended.types, 0, types.length);
        extended.bindings = bindings;
        extended.timeout = timeout;
        return extended.map(type);
    }

    // ---- running

    TenantJdbc jdbc() {
        return jdbc;
    }

    /** The text as the application wrote it. */
    String text() {
        return text.text();
    }

    /** Prepares the statement, binds its parameters and does work on it. */
    <R extends @Nullable Object> R execute(String tried, @Nullable Integer fetchSize, StatementWork<R> work) {
        return jdbc.withConnection(tried, text.text(), connection -> {
            try (PreparedStatement statement = prepare(connection, fetchSize)) {
                return work.on(statement);
            }
        });
    }

    PreparedStatement prepare(Connection connection, @Nullable Integer fetchSize) throws SQLException {
        BitSet intervals = complete();
        PreparedStatement statement = connection.prepareStatement(intervals == null ? text.sql() : text.sql(intervals));
        try {
            if (fetchSize != null) {
                statement.setFetchSize(fetchSize);
            }
            if (timeout != null) {
                statement.setQueryTimeout(
                        Math.toIntExact(timeout.plusNanos(999_999_999).toSeconds()));
            }
            int[] parameters = text.parameters();
            for (int i = 0; i < parameters.length; i++) {
                int name = parameters[i];
                requireNonNull(types[name]).bind(statement, i + 1, values[name]);
            }
            return statement;
        } catch (SQLException | RuntimeException | Error e) {
            try {
                statement.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** How a value is bound: a list as an array, unless the text makes JSON of it. */
    static ValueType typeOf(TenantJdbc jdbc, NamedSql text, int index, @Nullable Object value) {
        boolean list = value instanceof Collection
                || (value != null && value.getClass().isArray() && !(value instanceof byte[]));
        return list && text.isJson(index)
                ? jdbc.mappings().jsonTypeOf(value)
                : jdbc.mappings().typeOf(value);
    }

    /** How a component is bound: a list as an array, unless the text makes JSON of it. */
    static ValueType typeOf(NamedSql text, int index, RecordMapping.ColumnValue<?> component) {
        return component.valueType().isArray() && text.isJson(index) ? component.jsonType() : component.valueType();
    }

    private void set(int index, @Nullable Object value, ValueType type) {
        refuseArrayInList(text, index, type);
        values[index] = value;
        types[index] = type;
    }

    static void refuseArrayInList(NamedSql text, int index, ValueType type) {
        if (type.isArray() && text.isInList(index)) {
            String name = text.names().get(index);
            throw new IllegalArgumentException("Binding parameter \"" + name
                    + "\": it is a list, and it stands in \"in (:" + name
                    + ")\", where a list of values would have to be"
                    + " written out. Write \"= any(:" + name + ")\" instead, or \"<> all(:" + name
                    + ")\" for \"not in\". Statement: " + text.text());
        }
    }

    /** Binds what the components of a record are for, insists that nothing is left, and finds the intervals, if any. */
    private @Nullable BitSet complete() {
        BitSet intervals = null;
        List<String> unbound = null;
        for (int i = 0; i < types.length; i++) {
            if (types[i] == null && (bindings == null || !bindComponent(i, bindings))) {
                unbound = unbound == null ? new ArrayList<>() : unbound;
                unbound.add(text.names().get(i));
            } else if (requireNonNull(types[i]).isCast()) {
                intervals = intervals == null ? new BitSet(types.length) : intervals;
                intervals.set(i);
            }
        }
        if (unbound != null) {
            throw new IllegalStateException("Running a statement: nothing is bound to its parameters " + unbound
                    + "; bound are " + boundNames() + ". Bind them. Statement: " + text.text());
        }
        return intervals;
    }

    private <T> boolean bindComponent(int index, T components) {
        @SuppressWarnings("unchecked") // the class of an object of T
        Class<T> type = (Class<T>) components.getClass();
        RecordMapping.ColumnValue<T> component =
                jdbc.mappings().of(type).value(text.names().get(index));
        if (component == null) {
            return false;
        }
        set(index, component.of(components), typeOf(text, index, component));
        return true;
    }

    private Set<String> boundNames() {
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < types.length; i++) {
            if (types[i] != null) {
                names.add(text.names().get(i));
            }
        }
        if (bindings != null) {
            names.addAll(jdbc.mappings().of(bindings.getClass()).names());
        }
        return names;
    }

    /** Work on a statement that is ready to run. */
    @FunctionalInterface
    interface StatementWork<R extends @Nullable Object> {
        R on(PreparedStatement statement) throws SQLException;
    }
}
