package dev.rowhouse.peers.hibernate.speed;

import dev.rowhouse.peers.speed.Visits;
import dev.rowhouse.peers.speed.Way;
import javax.sql.DataSource;

/** Hibernate with its own tenant discriminator, without row-level security. */
public final class TenantIdWay implements Way {
    /** Made by its name. */
    public TenantIdWay() {}

    @Override
    public String schema() {
        return "plain";
    }

    @Override
    public Visits start(DataSource pool) {
        return TenantIdSessions.start(HibernateVisits.settings(pool));
    }
}
