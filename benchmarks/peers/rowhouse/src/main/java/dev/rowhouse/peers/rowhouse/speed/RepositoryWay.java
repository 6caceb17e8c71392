package dev.rowhouse.peers.rowhouse.speed;

import dev.rowhouse.peers.speed.Database;
import dev.rowhouse.peers.speed.Visits;
import dev.rowhouse.peers.speed.Way;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Rowhouse with its repositories; the application fills the audit columns. */
public final class RepositoryWay implements Way {
    /** Made by its name. */
    public RepositoryWay() {}

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
        return new RowhouseRepositories(RowhouseSessions.start(pool));
    }
}
