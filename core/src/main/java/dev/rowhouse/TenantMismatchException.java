package dev.rowhouse;

/**
 * Work that began for one tenant was about to go on for another. It was stopped; nothing was switched. End the
 * transaction, cursor or session of the first tenant before the work of the second begins.
 *
 * @since 0.1
 */
public class TenantMismatchException extends RowhouseException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was tried, what was found, what to do
     */
    public TenantMismatchException(String message) {
        super(message);
    }
}
