package dev.rowhouse.peers.hibernate.speed;

import dev.rowhouse.peers.speed.Database;
import dev.rowhouse.peers.speed.Visits;
import dev.rowhouse.peers.speed.Way;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;

/** Hibernate with its own tenant discriminator and the row-level security that it exports itself from version 8 on. */
public final class RowSecurityWay implements Way {
    /** Made by its name. */
    public RowSecurityWay() {}

    @Override
    public String schema() {
        return "hibernate8";
    }

    @Override
    public void createTables(Database database) throws SQLException {
        Properties settings = settings(database.owner());
        settings.put("hibernate.hbm2ddl.auto", "create-only");
        TenantIdSessions.makeTables(settings);
        database.createIndexes();
        Database.run(
                database.owner(),
                "grant select, insert, update, delete on all tables in schema " + schema() + " to "
                        + database.applicationRole());
    }

    @Override
    public Visits start(DataSource pool) {
        return TenantIdSessions.start(settings(pool));
    }

    private static Properties settings(DataSource dataSource) {
        Properties settings = HibernateVisits.settings(dataSource);
        settings.put("hibernate.multi_tenant.rls_enabled", "true");
        return settings;
    }
}
