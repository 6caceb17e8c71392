package dev.rowhouse.peers.rowhouse.speed;

import dev.rowhouse.peers.speed.Database;
import dev.rowhouse.peers.speed.Visits;
import dev.rowhouse.peers.speed.Way;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Rowhouse with sessions of Hibernate; a trigger guards the audit columns that the application fills. */
public final class AuditedWay implements Way {
    /** Made by its name. */
    public AuditedWay() {}

    @Override
    public String schema() {
        return "audited";
    }

    @Override
    public void createTables(Database database) throws SQLException {
        ProtectedVisits.create(database, true);
    }

    @Override
    public Visits start(DataSource pool) {
        return new RowhouseSessions(RowhouseSessions.start(pool));
    }
}
