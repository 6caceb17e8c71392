package dev.rowhouse.repository;

import dev.rowhouse.RowhouseException;

/**
 * The row is no longer what the caller read: somebody else changed it, soft-deleted it or purged it. Nothing was written.
 * Read it again and repeat the change on what was read, or tell the user.
 *
 * @since 0.1
 */
public class StaleVersionException extends RowhouseException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was tried, what was found, what to do
     */
    public StaleVersionException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message what was tried, what was found, what to do
     * @param cause what led to it
     */
    public StaleVersionException(String message, Throwable cause) {
        super(message, cause);
    }
}
