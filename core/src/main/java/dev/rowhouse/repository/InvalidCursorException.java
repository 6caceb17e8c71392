package dev.rowhouse.repository;

import dev.rowhouse.RowhouseException;
import org.jspecify.annotations.Nullable;

/**
 * A page was asked for with a cursor that was made for another tenant, another table or another order, or that this
 * application did not make. Nothing was read. Begin again with the first page; where the cursor came from a client, that is
 * the client's error.
 *
 * @since 0.1
 */
public class InvalidCursorException extends RowhouseException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was tried, what was found, what to do
     * @param cause what led to it, if anything did
     */
    public InvalidCursorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
