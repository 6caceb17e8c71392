package dev.rowhouse;

/**
 * Work without a result that may throw.
 *
 * @param <X> what it throws; inferred as {@link RuntimeException} where it throws nothing checked
 * @since 0.1
 */
@FunctionalInterface
public interface TenantRunnable<X extends Throwable> {
    /**
     * Does the work.
     *
     * @throws X if the work fails
     */
    void run() throws X;
}
