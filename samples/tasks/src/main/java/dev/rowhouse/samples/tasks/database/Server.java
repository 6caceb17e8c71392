package dev.rowhouse.samples.tasks.database;

import dev.rowhouse.samples.tasks.config.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** Where the database is: at the place that DATABASE_URL names, or embedded and gone when the service ends. */
record Server(String place, PGSimpleDataSource login, Closeable process) implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_SECONDS = 5;

    static Server of(Optional<Secret> url) {
        return url.isPresent() ? given(url.get().reveal().strip()) : embedded();
    }

    private static Server embedded() {
        try {
            // The service stops it itself, after the last request.
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.builder().setRegisterShutdownHook(false).start();
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create role phase2_owner login createrole");
                statement.execute("create database phase2 owner phase2_owner");
            } catch (SQLException e) {
                postgres.close();
                throw e;
            }
            PGSimpleDataSource owner = dataSource("jdbc:postgresql://localhost:" + postgres.getPort() + "/phase2");
            owner.setUser("phase2_owner");
            return new Server("embedded (what it stores is gone when the service ends)", owner, postgres);
        } catch (IOException | SQLException | RuntimeException e) {
            throw new UnusableDatabaseException(
                    "Starting the embedded PostgreSQL: " + e.getMessage()
                            + ". Give a database in DATABASE_URL instead.",
                    e);
        }
    }

    private static Server given(String url) {
        PGSimpleDataSource login = url.startsWith("jdbc:") ? dataSource(url) : fromUri(url);
        if (login.getUser() == null || login.getDatabaseName() == null) {
            throw notUnderstood();
        }
        int port = login.getPortNumbers()[0];
        String place = login.getServerNames()[0] + ":" + (port == 0 ? 5432 : port) + "/" + login.getDatabaseName();
        return new Server(place, login, () -> {});
    }

    /** Understands {@code postgresql://user:password@host:port/database?sslmode=require}. */
    private static PGSimpleDataSource fromUri(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw notUnderstood();
        }
        if (uri.getHost() == null
                || uri.getPath() == null
                || uri.getScheme() == null
                || !uri.getScheme().matches("postgres(ql)?")) {
            throw notUnderstood();
        }
        PGSimpleDataSource login = dataSource("jdbc:postgresql://" + uri.getHost()
                + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath()
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
        if (uri.getRawUserInfo() != null) {
            String[] credentials = uri.getRawUserInfo().split(":", 2);
            login.setUser(decoded(credentials[0]));
            if (credentials.length == 2) {
                login.setPassword(decoded(credentials[1]));
            }
        }
        return login;
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw notUnderstood();
        }
    }

    private static PGSimpleDataSource dataSource(String jdbcUrl) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        try {
            dataSource.setUrl(jdbcUrl);
        } catch (IllegalArgumentException e) {
            throw notUnderstood();
        }
        dataSource.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
        dataSource.setTcpKeepAlive(true);
        dataSource.setApplicationName("rowhouse-tasks");
        return dataSource;
    }

    /** The URL holds a password; therefore it is not repeated, and neither is the parser's message, which quotes it. */
    private static UnusableDatabaseException notUnderstood() {
        return new UnusableDatabaseException(
                "Reading DATABASE_URL: it is not the URL of a PostgreSQL database. Give it as"
                        + " postgresql://user:password@host:5432/database, with %40 for @ and the like in the password,"
                        + " or as jdbc:postgresql://host:5432/database?user=…&password=…",
                null);
    }

    /** Returns another login to the same database. */
    PGSimpleDataSource loginAs(String user, String password) {
        PGSimpleDataSource other = dataSource(login.getUrl());
        other.setUser(user);
        other.setPassword(password);
        return other;
    }

    /**
     * Connects, to find out whether the database is there.
     *
     * @throws UnreachableDatabaseException if it may be there later
     * @throws UnusableDatabaseException if it will not, such as when the password is wrong
     */
    void connect(PGSimpleDataSource as) {
        try (Connection connection = as.getConnection()) {
            connection.isValid(CONNECT_TIMEOUT_SECONDS);
        } catch (SQLException e) {
            throw failure(
                    "Connecting to the database " + place + " as " + as.getUser(),
                    e,
                    "Check database, user and password in the configuration.");
        }
    }

    /** Returns an error that says whether it is worth waiting. */
    static RuntimeException failure(String tried, Exception e, String toDo) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isTransient(sql)) {
                return new UnreachableDatabaseException(
                        tried + ": " + quoted(sql) + " Check that the server runs, and host and port in DATABASE_URL.",
                        e);
            }
        }
        return new UnusableDatabaseException(tried + ": " + quoted(e) + " " + toDo, e);
    }

    private static String quoted(Exception e) {
        return "\"" + String.valueOf(e.getMessage()).strip() + "\".";
    }

    /** No connection (08), the server starts, stops (57P) or has no connection left (53300). */
    private static boolean isTransient(SQLException e) {
        return e instanceof SQLTransientException
                || (e.getSQLState() != null && e.getSQLState().matches("08(?!P01)...|57P..|53300"));
    }

    @Override
    public void close() {
        try {
            process.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
