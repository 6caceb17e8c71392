package dev.rowhouse.samples.quickstart;

import dev.rowhouse.connection.TenantDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import org.apache.commons.csv.CSVRecord;

/**
 * Loads the rows of the current tenant. No statement names a tenant: the column fills itself, and a number such as
 * "pet 7" only ever finds the tenant's own pet 7.
 */
final class DataImport {
    private final TenantDataSource dataSource;
    private final SampleData data;

    DataImport(TenantDataSource dataSource, SampleData data) {
        this.dataSource = dataSource;
        this.data = data;
    }

    /** Loads everything of a business in one transaction. */
    void load(Business business) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            owners(connection, SampleData.of(business, data.owners()));
            pets(connection, SampleData.of(business, data.pets()));
            staff(connection, SampleData.of(business, data.staff()));
            services(connection, SampleData.of(business, data.services()));
            appointments(connection, SampleData.of(business, data.appointments()));
            connection.commit();
        }
    }

    private static void owners(Connection connection, List<CSVRecord> rows) throws SQLException {
        String sql = """
                insert into owner (number, name, email, phone)
                values (?, ?, ?, ?)
                """;
        insert(connection, sql, rows, (statement, row) -> {
            statement.setInt(1, Integer.parseInt(row.get("number")));
            statement.setString(2, row.get("name"));
            statement.setString(3, row.get("email"));
            statement.setString(4, row.get("phone"));
        });
    }

    private static void pets(Connection connection, List<CSVRecord> rows) throws SQLException {
        String sql = """
                insert into pet (number, owner_id, name, species, born, note)
                select ?, owner.id, ?, ?, ?, ?
                from owner
                where owner.number = ?
                """;
        insert(connection, sql, rows, (statement, row) -> {
            statement.setInt(1, Integer.parseInt(row.get("number")));
            statement.setString(2, row.get("name"));
            statement.setString(3, row.get("species"));
            statement.setObject(4, LocalDate.parse(row.get("born")));
            statement.setString(5, row.get("note"));
            statement.setInt(6, Integer.parseInt(row.get("owner")));
        });
    }

    private static void staff(Connection connection, List<CSVRecord> rows) throws SQLException {
        String sql = """
                insert into staff (number, name, role)
                values (?, ?, ?)
                """;
        insert(connection, sql, rows, (statement, row) -> {
            statement.setInt(1, Integer.parseInt(row.get("number")));
            statement.setString(2, row.get("name"));
            statement.setString(3, row.get("role"));
        });
    }

    private static void services(Connection connection, List<CSVRecord> rows) throws SQLException {
        String sql = """
                insert into service (number, name, minutes, price)
                values (?, ?, ?, ?)
                """;
        insert(connection, sql, rows, (statement, row) -> {
            statement.setInt(1, Integer.parseInt(row.get("number")));
            statement.setString(2, row.get("name"));
            statement.setInt(3, Integer.parseInt(row.get("minutes")));
            statement.setLong(4, Long.parseLong(row.get("price_in_minor_units")));
        });
    }

    private static void appointments(Connection connection, List<CSVRecord> rows) throws SQLException {
        String sql = """
                insert into appointment (pet_id, staff_id, service_id, price, during, status, note)
                select pet.id, staff.id, service.id, service.price, tstzrange(?, ?), ?, ?
                from pet, staff, service
                where pet.number = ?
                and staff.number = ?
                and service.number = ?
                """;
        insert(connection, sql, rows, (statement, row) -> {
            ZoneId zone = ZoneId.of(row.get("zone"));
            statement.setObject(1, instant(row.get("starts"), zone));
            statement.setObject(2, instant(row.get("ends"), zone));
            statement.setString(3, row.get("status"));
            statement.setString(4, row.get("note"));
            statement.setInt(5, Integer.parseInt(row.get("pet")));
            statement.setInt(6, Integer.parseInt(row.get("staff")));
            statement.setInt(7, Integer.parseInt(row.get("service")));
        });
    }

    private static OffsetDateTime instant(String localTime, ZoneId zone) {
        return LocalDateTime.parse(localTime).atZone(zone).toOffsetDateTime();
    }

    private static void insert(Connection connection, String sql, List<CSVRecord> rows, Parameters parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (CSVRecord row : rows) {
                parameters.set(statement, row);
                statement.addBatch();
            }
            int[] inserted = statement.executeBatch();
            for (int i = 0; i < inserted.length; i++) {
                if (inserted[i] != 1) {
                    throw new IllegalStateException("Loading " + rows.get(i) + ": " + inserted[i]
                            + " rows were inserted. Check the numbers that it refers to.");
                }
            }
        }
    }

    private interface Parameters {
        void set(PreparedStatement statement, CSVRecord row) throws SQLException;
    }
}
