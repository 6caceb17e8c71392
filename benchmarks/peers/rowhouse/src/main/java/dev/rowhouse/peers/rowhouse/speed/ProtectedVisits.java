package dev.rowhouse.peers.rowhouse.speed;

import dev.rowhouse.peers.speed.Database;
import dev.rowhouse.schema.RowhouseSchema;
import java.sql.SQLException;

/** The tables as Rowhouse's guide says to make them. */
final class ProtectedVisits {
    private ProtectedVisits() {}

    static void create(Database database, boolean audit) throws SQLException {
        RowhouseSchema.builder()
                .applicationRole(database.applicationRole())
                .build()
                .installOn(database.owner());
        database.createColumns();
        database.createIndexes();
        for (String table : new String[] {"visit", "new_visit", "changed_visit"}) {
            Database.run(
                    database.owner(),
                    "select rowhouse.protect_table('" + table + "', audit => " + audit + ", soft_delete => true)");
        }
    }
}
