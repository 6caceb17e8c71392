package dev.rowhouse.testkit.archunit.planted.web;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** Ways to a connection without a tenant, one class each. */
public final class Export {
    private Export() {}

    static class FromPool {
        void export(HikariDataSource pool) throws SQLException {
            pool.getConnection().close();
        }
    }

    static class FromAnyDataSource {
        DataSource dataSource;
    }

    static class FromDriverManager {
        void export() throws SQLException {
            DriverManager.getConnection("jdbc:postgresql:clinic").close();
        }
    }

    static class Unwrapped {
        void export(Connection connection) throws SQLException {
            connection.unwrap(PGConnection.class).getCopyAPI();
        }
    }
}
