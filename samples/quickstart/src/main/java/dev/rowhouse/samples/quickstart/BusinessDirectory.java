package dev.rowhouse.samples.quickstart;

import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.samples.quickstart.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

/** Which businesses there are. This is read before a tenant is known, as a login page or a host name would do it. */
final class BusinessDirectory {
    private final TenantDataSource dataSource;

    BusinessDirectory(TenantDataSource dataSource) {
        this.dataSource = dataSource;
    }

    List<Business> all() throws SQLException {
        String sql = """
                select id, slug, name, city, time_zone, currency
                from business
                order by slug
                """;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<Business> businesses = new ArrayList<>();
            while (rows.next()) {
                businesses.add(new Business(
                        rows.getObject("id", UUID.class),
                        rows.getString("slug"),
                        rows.getString("name"),
                        rows.getString("city"),
                        ZoneId.of(rows.getString("time_zone")),
                        Currency.getInstance(rows.getString("currency"))));
            }
            return businesses;
        }
    }

    /** Enters businesses, which only the owner may do. */
    static void enter(Connection owner, List<Business> businesses) throws SQLException {
        String sql = """
                insert into %s.business (id, slug, name, city, time_zone, currency)
                values (?, ?, ?, ?, ?, ?)
                """.formatted(Database.SCHEMA);
        try (PreparedStatement statement = owner.prepareStatement(sql)) {
            for (Business business : businesses) {
                statement.setObject(1, business.id());
                statement.setString(2, business.slug());
                statement.setString(3, business.name());
                statement.setString(4, business.city());
                statement.setString(5, business.zone().getId());
                statement.setString(6, business.currency().getCurrencyCode());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
