package dev.rowhouse.peers.rowhouse.speed;

import dev.rowhouse.peers.speed.Database;
import dev.rowhouse.peers.speed.Visits;
import dev.rowhouse.peers.speed.Way;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Rowhouse with sessions of Hibernate; the application fills the audit columns. */
public final class SessionWay implements Way {
    /** Made by its name. */
    public SessionWay() {}

    @Override
    public String schema() {
        return "protected";
    }

    @Override
    public void createTables(Database database) throws SQLException {
        ProtectedVisits.create(database, false);
    }

    @Override
    public Visits start(DataSource pool) {
        return new RowhouseSessions(RowhouseSessions.start(pool));
    }
}
