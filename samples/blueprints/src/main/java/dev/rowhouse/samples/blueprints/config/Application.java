package dev.rowhouse.samples.blueprints.config;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rowhouse.RowhouseException;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.samples.blueprints.attack.Attacks;
import dev.rowhouse.samples.blueprints.documents.Library;
import dev.rowhouse.samples.blueprints.documents.UnitOfWork;
import dev.rowhouse.samples.blueprints.tenants.Tenants;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;
import org.hibernate.HibernateException;
import org.hibernate.SessionFactory;

/** The application, put together: owner for the migrations, ordinary role for everything else. */
public final class Application implements AutoCloseable {
    private static final int POOL_SIZE = 4;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Tenants tenants;
    private final Library library;
    private final Attacks attacks;

    private Application(Settings settings) {
        Server server = opened(settings.url()
                .<Server>map(url -> new GivenServer(url, settings))
                .orElseGet(() -> EmbeddedServer.start(settings.data())));
        try {
            requireReachable(server.owner(), "the owner in DATABASE_URL");
            requireReachable(server.application(), "the role in DATABASE_APP_USER");
            Migrations.run(server.owner(), server.applicationRole());
            HikariDataSource pool = opened(pool(server.application()));
            SessionFactory factory = opened(Persistence.start(TenantDataSource.wrap(pool)));
            this.tenants = new Tenants(factory);
            this.library = new Library(new UnitOfWork(factory), server.cursors());
            this.attacks = new Attacks(factory, library);
        } catch (HibernateException | RowhouseException e) {
            UnusableDatabaseException unusable =
                    new UnusableDatabaseException("Starting on the database: " + rootMessage(e), e);
            closeAfter(unusable);
            throw unusable;
        } catch (RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    public static Application open(Settings settings) {
        return new Application(settings);
    }

    private static HikariDataSource pool(DataSource application) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(application);
        config.setMaximumPoolSize(POOL_SIZE);
        config.setPoolName("blueprints");
        return new HikariDataSource(config);
    }

    /** What Rowhouse or Hibernate found, which may be the cause of another exception. */
    private static String rootMessage(RuntimeException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static void requireReachable(DataSource dataSource, String who) {
        try (Connection connection = dataSource.getConnection()) {
            connection.isValid(5);
        } catch (SQLException e) {
            throw new UnusableDatabaseException(
                    "Connecting to the database as " + who + ": \"" + e.getMessage()
                            + "\". Check host, database, user and password.",
                    e);
        }
    }

    public Tenants tenants() {
        return tenants;
    }

    public Library library() {
        return library;
    }

    public Attacks attacks() {
        return attacks;
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    private void closeAfter(RuntimeException failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Closes what was opened, the last first. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("Closing the application: " + e.getMessage(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
