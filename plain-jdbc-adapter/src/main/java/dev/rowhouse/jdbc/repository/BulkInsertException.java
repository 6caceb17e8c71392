package dev.rowhouse.jdbc.repository;

import dev.rowhouse.RowhouseException;

/**
 * A bulk insert stopped. The message and the cause say why; {@link #chunk()} says where, and {@link #rowsKept()} what is in
 * the table nevertheless. Mend the rows of that chunk and insert what was not kept.
 *
 * @since 0.1
 */
public final class BulkInsertException extends RowhouseException {
    private static final long serialVersionUID = 1L;

    /** Which chunk, counted from 1. */
    private final int chunk;

    /** Where it begins, counted from 1. */
    private final long firstRow;

    /** How many rows were committed. */
    private final long rowsKept;

    BulkInsertException(String message, int chunk, long firstRow, long rowsKept, Throwable cause) {
        super(message, cause);
        this.chunk = chunk;
        this.firstRow = firstRow;
        this.rowsKept = rowsKept;
    }

    /**
     * Returns which chunk failed.
     *
     * @return its number, counted from 1
     */
    public int chunk() {
        return chunk;
    }

    /**
     * Returns where the chunk that failed begins.
     *
     * @return the number of its first row, counted from 1
     */
    public long firstRow() {
        return firstRow;
    }

    /**
     * Returns how many rows are in the table nevertheless: those of the chunks before, if chunks are kept, else none.
     *
     * @return the rows that were committed
     */
    public long rowsKept() {
        return rowsKept;
    }
}
