package dev.rowhouse.samples.tasks.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.samples.tasks.config.Configuration;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** The database as the application sees it: a pool of an ordinary role's connections, with Rowhouse around it. */
public final class Database implements AutoCloseable {
    private final String description;
    private final HikariDataSource pool;
    private final TenantDataSource application;

    private Database(Server server, PGSimpleDataSource login, Configuration configuration) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(login);
        config.setMaximumPoolSize(configuration.poolSize());
        config.setConnectionTimeout(configuration.databaseTimeout().toMillis());
        config.setInitializationFailTimeout(-1);
        config.setPoolName("phase2");
        this.pool = new HikariDataSource(config);
        // All tables belong to tenants, so a statement without one is a mistake: it is refused before it is sent.
        this.application = TenantDataSource.builder(pool).requireTenant().build();
        try (Connection connection = pool.getConnection()) {
            this.description = "PostgreSQL "
                    + connection.getMetaData().getDatabaseProductVersion().split(" ")[0] + ", " + server.place()
                    + ", role " + login.getUser();
        } catch (SQLException e) {
            pool.close();
            throw e;
        }
    }

    /** Reads where the database is, without connecting to it, or starts an embedded one. */
    public static DatabaseLocation locate(Configuration configuration) {
        return new DatabaseLocation(configuration, Server.of(configuration.databaseUrl()));
    }

    static Database open(Configuration configuration, Server server) {
        server.connect(server.login());
        PGSimpleDataSource login = login(configuration, server);
        server.connect(login);
        if (configuration.migrate()) {
            Phase2Schema.migrate(server.login(), login.getUser());
        }
        Phase2Schema.check(login, server.place());
        try {
            return new Database(server, login, configuration);
        } catch (SQLException e) {
            throw Server.failure(
                    "Filling the connection pool from " + server.place(),
                    e,
                    "Check what the server says about role " + login.getUser() + ".");
        }
    }

    private static PGSimpleDataSource login(Configuration configuration, Server server) {
        if (configuration.applicationUser().isPresent()) {
            return server.loginAs(
                    configuration.applicationUser().get(),
                    configuration
                            .applicationPassword()
                            .map(secret -> secret.reveal())
                            .orElse(null));
        }
        return configuration.migrate() ? ApplicationRole.login(server) : server.login();
    }

    /** Returns what the application uses: the pool with Rowhouse around it. */
    public TenantDataSource application() {
        return application;
    }

    /** Tells whether the database answers. */
    public boolean isReachable() {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Returns which database this is, in words, without secrets. */
    public String description() {
        return description;
    }

    @Override
    public void close() {
        pool.close();
    }
}
