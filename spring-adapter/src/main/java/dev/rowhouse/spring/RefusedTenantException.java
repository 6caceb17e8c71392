package dev.rowhouse.spring;

import dev.rowhouse.RowhouseException;

/**
 * Something named a tenant for which no work is done now: the {@link TenantDirectory} does not know it, or it is suspended. Trying again
 * at once does not help: let error handlers of listeners put such a message aside.
 *
 * @since 0.1
 */
public class RefusedTenantException extends RowhouseException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was tried, what was found, what to do
     */
    public RefusedTenantException(String message) {
        super(message);
    }
}
