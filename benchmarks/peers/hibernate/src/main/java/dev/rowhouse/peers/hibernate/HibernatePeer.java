package dev.rowhouse.peers.hibernate;

import dev.rowhouse.peers.Attack;
import dev.rowhouse.peers.Attempt;
import dev.rowhouse.peers.Peer;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.hibernate.Version;
import org.jspecify.annotations.Nullable;

/** Hibernate with {@code @TenantId} and nothing else. */
public final class HibernatePeer implements Peer {
    private final ThreadTenant tenant = new ThreadTenant();
    private @Nullable HibernateAttacks attacks;

    /** Made by its name. */
    public HibernatePeer() {}

    @Override
    public String name() {
        return "Hibernate " + Version.getVersionString();
    }

    @Override
    public String configuration() {
        return "`@TenantId` on each entity and a `CurrentTenantIdentifierResolver`; no row-level security.";
    }

    @Override
    public void start(DataSource pool) {
        Properties settings = HibernateAttacks.settings(pool);
        settings.put("hibernate.tenant_identifier_resolver", tenant);
        attacks = new HibernateAttacks(settings, tenant, victim -> List.of());
    }

    @Override
    public void attempt(Attack attack, Attempt attempt) throws Exception {
        started().attempt(attack, attempt);
    }

    @Override
    public void runSql(String sql, boolean rows, Attempt attempt) throws Exception {
        started().runSql(sql, rows, attempt);
    }

    private HibernateAttacks started() {
        HibernateAttacks started = attacks;
        if (started == null) {
            throw new IllegalStateException("Running an attack: not started. Call start first.");
        }
        return started;
    }

    @Override
    public void close() {
        started().close();
    }
}
