package dev.rowhouse;

/**
 * A tenant was needed and none is bound to the calling thread. Bind one with {@link TenantContext#run} around the work,
 * or carry it over with {@link TenantContext#wrap(Runnable)} if the work moved to another thread.
 *
 * @since 0.1
 */
public class MissingTenantException extends RowhouseException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was tried, what was found, what to do
     */
    public MissingTenantException(String message) {
        super(message);
    }
}
