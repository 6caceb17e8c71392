package dev.rowhouse.testkit;

import dev.rowhouse.RowhouseException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A server that somebody else runs. */
final class GivenServer implements PostgresServer {
    private final String url;
    private final @Nullable String user;
    private final @Nullable String password;

    GivenServer(String url, @Nullable String user, @Nullable String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    @Override
    public PGSimpleDataSource superuser() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        try {
            dataSource.setUrl(url);
        } catch (IllegalArgumentException e) {
            throw new RowhouseException(
                    "Connecting to the server that " + ServerSettings.URL
                            + " names: pgjdbc does not understand the URL."
                            + " Give one like jdbc:postgresql://localhost:5432/postgres.",
                    e);
        }
        if (user != null) {
            dataSource.setUser(user);
        }
        if (password != null) {
            dataSource.setPassword(password);
        }
        return dataSource;
    }

    @Override
    public String description() {
        PGSimpleDataSource dataSource = superuser();
        return "the given server " + dataSource.getServerNames()[0] + ":"
                + dataSource.getPortNumbers()[0];
    }
}
