package dev.rowhouse;

import org.jspecify.annotations.Nullable;

/**
 * The root of all unchecked exceptions that Rowhouse throws.
 *
 * <p>A message has three parts: what was tried, what was found, what to do. It names tenants, tables, settings and
 * roles, never row values, parameters or passwords.
 *
 * @since 0.1
 */
public class RowhouseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was tried, what was found, what to do
     */
    public RowhouseException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message what was tried, what was found, what to do
     * @param cause what led to it, if anything did
     */
    public RowhouseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
