package dev.rowhouse.spring.observation;

import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantContextListener;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.MDCAdapter;

/**
 * Keeps tenant and actor in the diagnostic context of the logger, as {@code rowhouse.logging.*} says. The core finds it by itself; an
 * application need not name it.
 *
 * @since 0.1
 */
public final class TenantMdc implements TenantContextListener {
    /** There is one logger for all applications of a process; the last that asks for it gives the keys. */
    private static final AtomicReference<@Nullable Keys> KEYS = new AtomicReference<>();

    /** Creates one; the core does this through {@link java.util.ServiceLoader}. */
    public TenantMdc() {}

    /**
     * What is kept, and where.
     *
     * @param actor null to keep no actor
     */
    record Keys(MDCAdapter mdc, String tenant, @Nullable String actor) {
        private void put(@Nullable TenantContext context) {
            put(tenant, context == null ? null : context.tenantId().toString());
            if (actor != null) {
                put(actor, context == null ? null : context.actor().orElse(null));
            }
        }

        private void put(String key, @Nullable String value) {
            if (value == null) {
                mdc.remove(key);
            } else {
                mdc.put(key, value);
            }
        }
    }

    static void use(Keys keys) {
        KEYS.set(keys);
    }

    /** Unless another application has come in the meantime. */
    static void stopUsing(Keys keys) {
        KEYS.compareAndSet(keys, null);
    }

    @Override
    public void changed(@Nullable TenantContext previous, @Nullable TenantContext current) {
        Keys keys = KEYS.get();
        if (keys != null) {
            keys.put(current);
        }
    }
}
