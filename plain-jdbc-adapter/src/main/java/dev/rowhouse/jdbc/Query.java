package dev.rowhouse.jdbc;

import dev.rowhouse.jdbc.mapping.MappingError;
import dev.rowhouse.jdbc.mapping.RowMapper;
import dev.rowhouse.jdbc.mapping.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose rows become objects. It runs when one of the methods is called.
 *
 * <p>For one thread and one run.
 *
 * @param <T> what a row becomes
 * @since 0.1
 */
public final class Query<T> {
    private static final String TRIED = "Running a query";
    private static final int DEFAULT_FETCH_SIZE = 500;

    private final Sql sql;
    private final RowReader<T> reader;

    Query(Sql sql, RowReader<T> reader) {
        this.sql = sql;
        this.reader = reader;
    }

    /**
     * Reads all rows.
     *
     * @return the objects in the order of the rows; the list cannot be changed
     * @throws RowMappingException if rows and type do not fit, or the only column of a row is null
     */
    public List<T> list() {
        return sql.execute(TRIED, null, statement -> {
            try (ResultSet rows = statement.executeQuery()) {
                RowMapper<T> mapper = reader.of(rows.getMetaData());
                List<T> objects = new ArrayList<>();
                while (rows.next()) {
                    objects.add(notNull(
                            mapper.map(rows), "Leave such rows out, or map to a record with an Optional component."));
                }
                return Collections.unmodifiableList(objects);
            }
        });
    }

    /**
     * Reads the only row, if there is one.
     *
     * @return the object, or empty if there is no row or its only column is null
     * @throws RowMappingException if there are several rows
     */
    public Optional<T> optional() {
        return sql.execute(TRIED, null, statement -> {
            try (ResultSet rows = statement.executeQuery()) {
                RowMapper<T> mapper = reader.of(rows.getMetaData());
                if (!rows.next()) {
                    return Optional.empty();
                }
                T object = mapper.map(rows);
                refuseFurther(rows);
                return Optional.ofNullable(object);
            }
        });
    }

    /**
     * Reads the only row, and insists that there is one.
     *
     * @return the object
     * @throws RowMappingException if there is no row, or several, or the only column is null
     */
    public T single() {
        return sql.execute(TRIED, null, statement -> {
            try (ResultSet rows = statement.executeQuery()) {
                RowMapper<T> mapper = reader.of(rows.getMetaData());
                if (!rows.next()) {
                    throw new MappingError("Reading the only row: there is none. Call optional() where that may be.");
                }
                T object = notNull(mapper.map(rows), "Call optional() where that may be.");
                refuseFurther(rows);
                return object;
            }
        });
    }

    /**
     * Opens a stream of the rows, which come from the server a few hundred at a time. It holds its statement until it is
     * closed, and its connection and transaction too if the thread has none: always use it in try-with-resources.
     * Closing it commits that transaction; an error rolls it back. A stream inside a transaction is closed with it, at
     * the latest.
     *
     * @return the objects in the order of the rows
     */
    public Stream<T> stream() {
        return stream(DEFAULT_FETCH_SIZE);
    }

    /**
     * Opens a stream of the rows, as {@link #stream()} does.
     *
     * @param fetchSize how many rows come from the server at a time, at least 1
     * @return the objects in the order of the rows
     */
    public Stream<T> stream(int fetchSize) {
        if (fetchSize < 1) {
            throw new IllegalArgumentException(
                    "Opening a stream: a fetch size of " + fetchSize + " is too small. Give 1 or more.");
        }
        return RowStream.open(sql, reader, fetchSize);
    }

    private static void refuseFurther(ResultSet rows) throws SQLException {
        if (rows.next()) {
            throw new MappingError("Reading the only row: there are several. Call list(), or narrow the condition.");
        }
    }

    static <T> T notNull(@Nullable T object, String toDo) throws SQLException {
        if (object == null) {
            throw new MappingError("Mapping a row: it became null. " + toDo);
        }
        return object;
    }
}
