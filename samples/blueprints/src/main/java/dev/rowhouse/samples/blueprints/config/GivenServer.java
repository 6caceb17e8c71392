package dev.rowhouse.samples.blueprints.config;

import dev.rowhouse.repository.PageCursors;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The database that DATABASE_URL names. Its roles are there already: {@code roles.sql} makes such. */
final class GivenServer implements Server {
    private final PGSimpleDataSource owner;
    private final PGSimpleDataSource application;
    private final PageCursors cursors;

    GivenServer(String url, Settings settings) {
        this.owner = url.startsWith("jdbc:") ? dataSource(url) : fromUri(url);
        if (owner.getUser() == null || owner.getDatabaseName() == null) {
            throw notUnderstood();
        }
        this.application = dataSource(owner.getUrl());
        application.setUser(settings.applicationUser()
                .orElseThrow(() -> new UnusableDatabaseException("Reading DATABASE_APP_USER: it is not there. Name the"
                        + " ordinary role that the application shall work as, beside the owner in DATABASE_URL.")));
        if (owner.getUser().equals(application.getUser())) {
            throw new UnusableDatabaseException(
                    "Reading DATABASE_APP_USER: " + application.getUser() + " is the owner in"
                            + " DATABASE_URL too, and an owner can switch row-level security off. Name an ordinary role.");
        }
        application.setPassword(settings.applicationPassword().orElse(null));
        this.cursors = settings.cursorSecret().map(PageCursors::withSecret).orElseGet(PageCursors::ofThisProcess);
    }

    /** Understands {@code postgresql://user:password@host:port/database?sslmode=require}. */
    private static PGSimpleDataSource fromUri(String url) {
        try {
            URI uri = new URI(url);
            if (uri.getHost() == null
                    || uri.getScheme() == null
                    || !uri.getScheme().matches("postgres(ql)?")) {
                throw notUnderstood();
            }
            PGSimpleDataSource dataSource = dataSource("jdbc:postgresql://" + uri.getHost()
                    + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath()
                    + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
            if (uri.getRawUserInfo() != null) {
                String[] credentials = uri.getRawUserInfo().replace("+", "%2B").split(":", 2);
                dataSource.setUser(URLDecoder.decode(credentials[0], StandardCharsets.UTF_8));
                if (credentials.length == 2) {
                    dataSource.setPassword(URLDecoder.decode(credentials[1], StandardCharsets.UTF_8));
                }
            }
            return dataSource;
        } catch (URISyntaxException | IllegalArgumentException e) {
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
        dataSource.setApplicationName("blueprints");
        return dataSource;
    }

    /** The URL holds a password; therefore neither it nor a parser's message, which quotes it, is repeated. */
    private static UnusableDatabaseException notUnderstood() {
        return new UnusableDatabaseException(
                "Reading DATABASE_URL: it is not the URL of a PostgreSQL database with a user."
                        + " Give it as postgresql://user:password@host:5432/database, with %40 for @ and the like in the"
                        + " password, or as jdbc:postgresql://host:5432/database?user=…&password=…");
    }

    @Override
    public DataSource owner() {
        return owner;
    }

    @Override
    public DataSource application() {
        return application;
    }

    @Override
    public String applicationRole() {
        return application.getUser();
    }

    @Override
    public PageCursors cursors() {
        return cursors;
    }

    @Override
    public void close() {
        // It is not ours.
    }
}
