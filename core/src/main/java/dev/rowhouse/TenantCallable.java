package dev.rowhouse;

import org.jspecify.annotations.Nullable;

/**
 * Work with a result that may throw.
 *
 * @param <T> what it returns
 * @param <X> what it throws; inferred as {@link RuntimeException} where it throws nothing checked
 * @since 0.1
 */
@FunctionalInterface
public interface TenantCallable<T extends @Nullable Object, X extends Throwable> {
    /**
     * Does the work.
     *
     * @return the result
     * @throws X if the work fails
     */
    T call() throws X;
}
