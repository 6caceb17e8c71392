package dev.rowhouse.peers.hibernate;

import dev.rowhouse.peers.Attack;
import dev.rowhouse.peers.Attempt;
import dev.rowhouse.peers.Peer;
import dev.rowhouse.peers.Tables;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.hibernate.Version;
import org.jspecify.annotations.Nullable;

/** Hibernate with {@code @TenantId} and the row-level security that it exports itself from version 8 on. */
public final class HibernateRowSecurityPeer implements Peer {
    private final ThreadTenant tenant = new ThreadTenant();
    private @Nullable HibernateAttacks attacks;

    /** Made by its name. */
    public HibernateRowSecurityPeer() {}

    @Override
    public String name() {
        return "Hibernate " + Version.getVersionString() + " with its row-level security";
    }

    @Override
    public String configuration() {
        return "`@TenantId`, `hibernate.multi_tenant.rls_enabled` (its default), tables and policies exported by Hibernate's"
                + " schema tool as the owner.";
    }

    @Override
    public void createTables(Tables tables) throws Exception {
        HibernateAttacks.createTables(settings(tables.owner()));
        tables.createBeside();
        tables.grantAll();
    }

    private Properties settings(DataSource dataSource) {
        Properties settings = HibernateAttacks.settings(dataSource);
        settings.put("hibernate.tenant_identifier_resolver", tenant);
        settings.put("hibernate.multi_tenant.rls_enabled", "true");
        return settings;
    }

    @Override
    public void start(DataSource pool) {
        attacks = new HibernateAttacks(
                settings(pool),
                tenant,
                victim -> List.of("select set_config('hibernate.tenant_id', '" + victim.id()
                        + "', true), set_config('hibernate.tenant_id_root', 'true', true)"));
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
