package dev.rowhouse.samples.quickstart.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.connection.TenantDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The database, as its two roles see it: the owner makes the tables, the application works on them. */
public final class Database implements AutoCloseable {
    /** The schema that the sample makes for itself. */
    public static final String SCHEMA = "petcare";

    /** Fewer connections than clients, so that each connection serves many tenants. */
    public static final int POOL_SIZE = 4;

    private final Server server;
    private final PGSimpleDataSource login;
    private final HikariDataSource pool;
    private final TenantDataSource application;

    private Database(Server server, PGSimpleDataSource login) {
        this.server = server;
        this.login = login;
        this.pool = pool(login);
        this.application = TenantDataSource.wrap(pool);
    }

    /** Opens the database that DATABASE_URL names, or an embedded one. */
    public static Database open(Map<String, String> environment) throws SQLException {
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
    public TenantDataSource application() {
        return application;
    }

    /** Takes a connection out of the pool under it, which no application code should do. */
    public Connection connectPastRowhouse() throws SQLException {
        return pool.getConnection();
    }

    /** Connects as the owner of the tables, who makes them and checks them. */
    public Connection connectAsOwner() throws SQLException {
        return server.owner().getConnection();
    }

    /** Makes the tables anew, as a migration would do it. */
    public void createSchema() throws SQLException {
        PetCareSchema.create(server.owner(), applicationRole());
    }

    public String ownerRole() {
        return server.owner().getUser();
    }

    public String applicationRole() {
        return login.getUser();
    }

    public String host() {
        return login.getServerNames()[0];
    }

    public int port() {
        int port = login.getPortNumbers()[0];
        return port == 0 ? 5432 : port;
    }

    /** Returns the application's login, by way of another port on this machine. */
    public DataSource loginThrough(int port) {
        PGSimpleDataSource through = Server.copy(login);
        through.setServerNames(new String[] {"localhost"});
        through.setPortNumbers(new int[] {port});
        return through;
    }

    /** Returns which PostgreSQL this is, in words. */
    public String description() throws SQLException {
        try (Connection connection = connectAsOwner()) {
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
