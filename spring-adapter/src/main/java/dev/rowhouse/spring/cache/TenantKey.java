package dev.rowhouse.spring.cache;

import java.io.Serializable;
import java.util.UUID;

/**
 * A key in a cache, with the tenant that it belongs to. Caches that write their keys want what the application gave to be serializable.
 *
 * @param tenant whose entry it is
 * @param key what the application gave
 */
@SuppressWarnings("serial") // whether the application's key is serializable is the application's choice
record TenantKey(UUID tenant, Object key) implements Serializable {
    /** Texts stay texts, for caches that are configured to hold such keys. */
    static Object of(UUID tenant, Object key) {
        return key instanceof String text ? prefix(tenant) + text : new TenantKey(tenant, key);
    }

    static boolean isOf(UUID tenant, Object key) {
        return key instanceof TenantKey own
                ? own.tenant.equals(tenant)
                : key instanceof String text && text.startsWith(prefix(tenant));
    }

    private static String prefix(UUID tenant) {
        return tenant + ":";
    }

    /** Caches in other processes may make their key of this. */
    @Override
    public String toString() {
        return prefix(tenant) + key;
    }
}
