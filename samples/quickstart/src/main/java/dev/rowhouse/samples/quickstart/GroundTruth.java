package dev.rowhouse.samples.quickstart;

import dev.rowhouse.samples.quickstart.database.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What is really in the tables, found out without row-level security: the owner, who is filtered as well, lifts that in a
 * transaction which it then rolls back. Nobody else ever sees the tables so.
 */
final class GroundTruth {
    static final List<String> TENANT_TABLES = List.of("owner", "pet", "staff", "service", "appointment");

    private final Database database;

    GroundTruth(Database database) {
        this.database = database;
    }

    Snapshot read() throws SQLException {
        try (Connection connection = database.connectAsOwner();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set local lock_timeout = '10s'");
            Map<String, Map<UUID, Contents>> tables = new HashMap<>();
            for (String table : TENANT_TABLES) {
                tables.put(table, contents(statement, Database.SCHEMA + "." + table));
            }
            connection.rollback();
            return new Snapshot(tables);
        }
    }

    private static Map<UUID, Contents> contents(Statement statement, String table) throws SQLException {
        statement.execute("alter table " + table + " no force row level security");
        String sql = """
                select tenant_id, count(*), md5(string_agg(t::text, chr(10) order by id)), (array_agg(id order by id))[1]
                from %s t
                group by tenant_id
                """.formatted(table);
        Map<UUID, Contents> contents = new HashMap<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                contents.put(
                        rows.getObject(1, UUID.class),
                        new Contents(rows.getLong(2), rows.getString(3), rows.getObject(4, UUID.class)));
            }
        }
        return contents;
    }

    /** The rows of one tenant in one table: how many, a checksum over all columns, and the id of one of them. */
    record Contents(long rows, String checksum, UUID anyId) {}

    /** All tables of all tenants at one moment. */
    record Snapshot(Map<String, Map<UUID, Contents>> tables) {

        long rows(String table, Business business) {
            Contents contents = tables.get(table).get(business.id());
            return contents == null ? 0 : contents.rows();
        }

        /** Returns how many rows a business has in all tables. */
        long rows(Business business) {
            return TENANT_TABLES.stream()
                    .mapToLong(table -> rows(table, business))
                    .sum();
        }

        /** Returns how many rows there are at all. */
        long rows() {
            return tables.values().stream()
                    .flatMap(contents -> contents.values().stream())
                    .mapToLong(Contents::rows)
                    .sum();
        }

        /** Returns the id of a row that belongs to a business. */
        UUID anyId(String table, Business business) {
            return tables.get(table).get(business.id()).anyId();
        }

        /** Returns the tables in which rows of anyone but this business differ. */
        List<String> changedForOthers(Business business, Snapshot later) {
            return TENANT_TABLES.stream()
                    .filter(table -> !others(table, business).equals(later.others(table, business)))
                    .toList();
        }

        private Map<UUID, Contents> others(String table, Business business) {
            return tables.get(table).entrySet().stream()
                    .filter(entry -> !entry.getKey().equals(business.id()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }
}
