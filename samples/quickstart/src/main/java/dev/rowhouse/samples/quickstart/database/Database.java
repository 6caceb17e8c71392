package dev.rowhouse.samples.quickstart;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.connection.TenantDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The database, as its two roles see it: the owner makes the tables, the application works on them. */
final class Database implements AutoCloseable {
    /** The schema that the sample makes for itself. */
    static final String SCHEMA = "petcare";

    /** Fewer connections than clients, so that each connection serves many tenants. */
    static final int POOL_SIZE = 4;

    private final Server server;
    private final PGSimpleDataSource login;
    private final HikariDataSource pool;
    private final DataSource application;

    private Database(Server server, PGSimpleDataSource login) {
        this.server = server;
        this.login = login;
        this.pool = pool(login);
        this.application = TenantDataSource.wrap(pool);
    }

    /** Opens the database that DATABASE_URL names, or an embedded one. */
    static Database open(Map<String, String> environment) throws SQLException {
        Server server = Server.of(environment);
        try {
            PGSimpleDataSource login = new ApplicationRole(server.owner(), environment).login();
            login.setCurrentSchema(SCHEMA);
            return new Database(server, login);
        } catch (SQLException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static HikariDataSource pool(PGSimpleDataSource login) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(login);
        config.setMaximumPoolSize(POOL_SIZE);
        config.setPoolName("petcare");
        return new HikariDataSource(config);
    }

    /** Returns what the application uses: the pool with Rowhouse around it. */
    DataSource application() {
        return application;
    }

    /** Returns the pool under it, which no application code should touch. */
    HikariDataSource pool() {
        return pool;
    }

    /** Returns the owner of the tables, who makes them and checks them. */
    DataSource owner() {
        return server.owner();
    }

    String ownerRole() {
        return server.owner().getUser();
    }

    String applicationRole() {
        return login.getUser();
    }

    String host() {
        return login.getServerNames()[0];
    }

    int port() {
        int port = login.getPortNumbers()[0];
        return port == 0 ? 5432 : port;
    }

    /** Returns the application's login, by way of another port on this machine. */
    DataSource loginThrough(int port) {
        PGSimpleDataSource through = Server.copy(login);
        through.setServerNames(new String[] {"localhost"});
        through.setPortNumbers(new int[] {port});
        return through;
    }

    /** Returns which PostgreSQL this is, in words. */
    String description() throws SQLException {
        try (Connection connection = owner().getConnection()) {
            return "PostgreSQL "
                    + connection.getMetaData().getDatabaseProductVersion().split(" ")[0] + ", " + server.origin();
        }
    }

    @Override
    public void close() {
        pool.close();
        server.close();
    }
}
