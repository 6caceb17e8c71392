package dev.rowhouse;

import org.jspecify.annotations.Nullable;

/**
 * Told whenever another context, or none, becomes the one of a thread: for what has to follow it there, such as the diagnostic context of a
 * logger. Found by {@link java.util.ServiceLoader}, once, when {@link TenantContext} is first used. An application needs none.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface TenantContextListener {
    /**
     * Called by the thread whose context has changed. Must be quick and throw nothing.
     *
     * @param previous what was bound before, or null
     * @param current what is bound now, or null
     */
    void changed(@Nullable TenantContext previous, @Nullable TenantContext current);
}
