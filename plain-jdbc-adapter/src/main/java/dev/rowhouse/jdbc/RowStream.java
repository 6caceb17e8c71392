package dev.rowhouse.jdbc;

import dev.rowhouse.jdbc.mapping.RowMapper;
import dev.rowhouse.jdbc.mapping.RowReader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The rows of an open cursor. It lives in a transaction: that of the thread, or one that it owns and ends. */
final class RowStream<T> extends Spliterators.AbstractSpliterator<T> implements AutoCloseable {
    private static final String TRIED = "Reading a stream of rows";

    private final String text;
    private final @Nullable JdbcTransaction joined;
    private final JdbcTransaction transaction;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final RowMapper<T> mapper;
    private @Nullable Throwable failure;
    private boolean closed;

    private RowStream(
            String text,
            @Nullable JdbcTransaction joined,
            JdbcTransaction transaction,
            PreparedStatement statement,
            RowReader<T> reader)
            throws SQLException {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.text = text;
        this.joined = joined;
        this.transaction = transaction;
        this.statement = statement;
        this.rows = statement.executeQuery();
        this.mapper = reader.of(rows.getMetaData());
    }

    static <T> Stream<T> open(Sql sql, RowReader<T> reader, int fetchSize) {
        JdbcTransaction joined = sql.jdbc().current();
        JdbcTransaction transaction =
                joined != null ? joined : JdbcTransaction.begin(sql.jdbc().dataSource(), null, false);
        RowStream<T> opened = null;
        Throwable failure = null;
        try {
            PreparedStatement statement = sql.prepare(transaction.connection(), fetchSize);
            try {
                opened = new RowStream<>(sql.text(), joined, transaction, statement, reader);
            } catch (SQLException | RuntimeException | Error e) {
                try {
                    statement.close();
                } catch (SQLException closing) {
                    e.addSuppressed(closing);
                }
                throw e;
            }
            if (joined != null) {
                joined.opened(opened);
            }
            return StreamSupport.stream(opened, false).onClose(opened::close);
        } catch (SQLException e) {
            RuntimeException translated = SqlErrors.translate("Opening a stream of rows", sql.text(), e);
            transaction.failed(translated);
            failure = translated;
            throw translated;
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            if (failure != null && joined == null) {
                transaction.rollback(failure);
            }
        }
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        if (closed) {
            throw new IllegalStateException(
                    TRIED + ": it is closed, or the transaction in which it was opened has ended."
                            + " Read it inside the transaction. Statement: " + text);
        }
        T object;
        try {
            if (!rows.next()) {
                return false;
            }
            object = Query.notNull(
                    mapper.map(rows), "Leave such rows out, or map to a record with an Optional component.");
        } catch (SQLException e) {
            RuntimeException translated = SqlErrors.translate(TRIED, text, e);
            transaction.failed(translated);
            failure = translated;
            throw translated;
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
        action.accept(object);
        return true;
    }

    /** Closes the cursor; ends the transaction if it is the stream's own. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Throwable first = failure;
        try {
            statement.close();
        } catch (SQLException e) {
            RuntimeException translated = SqlErrors.translate("Closing a stream of rows", text, e);
            if (first == null) {
                first = translated;
            } else {
                first.addSuppressed(translated);
            }
        }
        if (joined != null) {
            joined.closed(this);
        } else if (first == null) {
            transaction.commit();
        } else {
            transaction.rollback(first);
        }
        if (first != null && first != failure && first instanceof RuntimeException closing) {
            throw closing;
        }
    }
}
