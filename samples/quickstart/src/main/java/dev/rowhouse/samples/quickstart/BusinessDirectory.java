package dev.rowhouse.samples.quickstart;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Which businesses there are. This is read before a tenant is known, as a login page or a host name would do it. */
final class BusinessDirectory {
    private final DataSource dataSource;

    BusinessDirectory(DataSource dataSource) {
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
}
