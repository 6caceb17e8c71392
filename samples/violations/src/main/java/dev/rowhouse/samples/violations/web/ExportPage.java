package dev.rowhouse.samples.violations.web;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Wrong: nobody sees which data source this is, and the pool is one too. */
class ExportPage {
    boolean isReady(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(1);
        }
    }
}
