package dev.rowhouse.peers.rowhouse;

import dev.rowhouse.peers.Attack;
import dev.rowhouse.peers.Attempt;
import dev.rowhouse.peers.Peer;
import dev.rowhouse.peers.Tables;
import dev.rowhouse.peers.hibernate.HibernateAttacks;
import javax.sql.DataSource;
import org.hibernate.Version;
import org.jspecify.annotations.Nullable;

/** Rowhouse under Hibernate. */
public final class RowhouseHibernatePeer implements Peer {
    private @Nullable HibernateAttacks attacks;

    /** Made by its name. */
    public RowhouseHibernatePeer() {}

    @Override
    public String name() {
        return "Rowhouse with Hibernate " + Version.getVersionString();
    }

    @Override
    public String configuration() {
        return ProtectedTables.CONFIGURATION + "; the same entities as for Hibernate alone.";
    }

    @Override
    public void createTables(Tables tables) throws Exception {
        ProtectedTables.create(tables);
    }

    @Override
    public void start(DataSource pool) {
        attacks = new HibernateAttacks(
                HibernateAttacks.settings(ProtectedTables.wrap(pool)),
                (tenant, work) -> ProtectedTables.with(tenant, work::run),
                ProtectedTables::forgeries);
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
