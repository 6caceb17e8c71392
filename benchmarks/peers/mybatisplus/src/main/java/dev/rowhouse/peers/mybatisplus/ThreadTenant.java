package dev.rowhouse.peers.mybatisplus;

import static java.util.Objects.requireNonNull;

import com.baomidou.mybatisplus.extension.plugins.handler.TenantLineHandler;
import java.util.Set;
import java.util.UUID;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.StringValue;
import org.jspecify.annotations.Nullable;

/** The tenant of the current thread, as MyBatis-Plus asks for it. */
final class ThreadTenant implements TenantLineHandler {
    private static final Set<String> WITHOUT_TENANT = Set.of("document_tag", "document_label");
    private static final ThreadLocal<@Nullable UUID> CURRENT = new ThreadLocal<>();

    @Override
    public Expression getTenantId() {
        return new StringValue(requireNonNull(CURRENT.get(), "no tenant").toString());
    }

    @Override
    public boolean ignoreTable(String tableName) {
        return WITHOUT_TENANT.contains(tableName);
    }

    static void with(@Nullable UUID tenant, Work work) throws Exception {
        UUID before = CURRENT.get();
        CURRENT.set(tenant);
        try {
            work.run();
        } finally {
            CURRENT.set(before);
        }
    }

    /** What is run for a tenant. */
    interface Work {
        void run() throws Exception;
    }
}
