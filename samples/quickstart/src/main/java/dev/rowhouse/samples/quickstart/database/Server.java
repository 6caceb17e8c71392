package dev.rowhouse.samples.quickstart.database;

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
import java.sql.Statement;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** Where the database is and who owns it: what DATABASE_URL says, or an embedded PostgreSQL that ends with the sample. */
record Server(String origin, PGSimpleDataSource owner, Closeable process) implements AutoCloseable {
    /** The URL of the database, with the owner's name and password. */
    static final String URL = "DATABASE_URL";

    private static final int CONNECT_TIMEOUT_SECONDS = 10;

    static Server of(Map<String, String> environment) throws SQLException {
        String url = environment.getOrDefault(URL, "");
        return url.isBlank() ? embedded() : given(url.strip());
    }

    private static Server embedded() throws SQLException {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create role petcare_owner login createrole");
                statement.execute("create database petcare owner petcare_owner");
            }
            PGSimpleDataSource owner = dataSource("jdbc:postgresql://localhost:" + postgres.getPort() + "/petcare");
            owner.setUser("petcare_owner");
            return new Server("embedded", owner, postgres);
        } catch (IOException | RuntimeException e) {
            throw new UnusableDatabaseException(
                    "Starting the embedded PostgreSQL: " + e.getMessage() + ". Give a database in " + URL
                            + " instead, or see samples/quickstart/README.md.",
                    e);
        }
    }

    private static Server given(String url) {
        PGSimpleDataSource owner = url.startsWith("jdbc:") ? dataSource(url) : fromUri(url);
        String place = owner.getServerNames()[0] + "/" + owner.getDatabaseName();
        try (Connection connection = owner.getConnection()) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < 15) {
                throw new UnusableDatabaseException("Using the database of " + URL + ": " + place + " is PostgreSQL "
                        + version + ". Give one of version 15 or later.");
            }
        } catch (SQLException e) {
            throw new UnusableDatabaseException(
                    "Connecting to the database of " + URL + ": " + place + " as " + owner.getUser() + " answered \""
                            + e.getMessage() + "\". Check that the server runs, and the host, port, database, user and"
                            + " password in the URL.",
                    e);
        }
        return new Server(place, owner, () -> {});
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
                || !uri.getScheme().startsWith("postgres")) {
            throw notUnderstood();
        }
        PGSimpleDataSource owner = dataSource("jdbc:postgresql://" + uri.getHost()
                + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath()
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
        if (uri.getRawUserInfo() != null) {
            String[] credentials = uri.getRawUserInfo().split(":", 2);
            owner.setUser(decoded(credentials[0]));
            if (credentials.length == 2) {
                owner.setPassword(decoded(credentials[1]));
            }
        }
        return owner;
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static PGSimpleDataSource dataSource(String jdbcUrl) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        try {
            dataSource.setUrl(jdbcUrl);
        } catch (IllegalArgumentException e) {
            throw notUnderstood();
        }
        dataSource.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
        dataSource.setApplicationName("rowhouse-quickstart");
        return dataSource;
    }

    /** The URL holds a password; therefore it is not repeated. */
    private static UnusableDatabaseException notUnderstood() {
        return new UnusableDatabaseException(
                "Reading " + URL + ": it is not the URL of a PostgreSQL database. Give it as"
                        + " postgresql://user:password@host:5432/database or jdbc:postgresql://host:5432/database?user=…&password=…");
    }

    static PGSimpleDataSource copy(PGSimpleDataSource original) {
        PGSimpleDataSource copy = dataSource(original.getUrl());
        copy.setUser(original.getUser());
        copy.setPassword(original.getPassword());
        return copy;
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
