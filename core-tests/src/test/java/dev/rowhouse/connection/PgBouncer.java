package dev.rowhouse.connection;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.rowhouse.testkit.RowhouseDatabase;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The PgBouncer that the system has, in transaction mode, in front of a test database. */
final class PgBouncer implements AutoCloseable {
    private final Process process;
    private final int port;

    private PgBouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one with a few server connections.
     *
     * @param directory where its configuration is written
     */
    static PgBouncer start(RowhouseDatabase database, Path directory, int serverConnections) throws IOException {
        Path program = program();
        int port = freePort();
        Path users = Files.writeString(
                directory.resolve("users.txt"),
                "\"" + database.applicationRole() + "\" \"" + database.applicationPassword() + "\"\n");
        Path configuration = Files.writeString(
                directory.resolve("pgbouncer.ini"),
                String.join(
                        "\n",
                        "[databases]",
                        database.databaseName() + " = host=" + database.host() + " port=" + database.port(),
                        "[pgbouncer]",
                        "listen_addr = 127.0.0.1",
                        "listen_port = " + port,
                        "unix_socket_dir =",
                        "auth_type = trust",
                        "auth_file = " + users,
                        "pool_mode = transaction",
                        "default_pool_size = " + serverConnections,
                        "max_client_conn = 100",
                        "query_wait_timeout = 3", // a mixed-up COMMIT holds its session; the default is two minutes
                        "ignore_startup_parameters = extra_float_digits",
                        ""));
        List<String> command = new ArrayList<>(List.of(program.toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody")); // it refuses to run as root
        }
        command.add(configuration.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        awaitUp(process);
        return new PgBouncer(process, port);
    }

    /** Where the program is; without it the test is reported as not run, or fails where it has to run. */
    private static Path program() {
        Optional<Path> found = Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
        String message = "PgBouncer is not installed, so nothing was tested behind it. Install the package pgbouncer.";
        if (found.isEmpty() && "true".equals(System.getenv("ROWHOUSE_REQUIRE_PGBOUNCER"))) {
            fail(message);
        }
        return found.orElseGet(() -> abort(message));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Reads what it prints until it is up, and lets a thread read the rest so that it never blocks. */
    private static void awaitUp(Process process) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        String line;
        while ((line = output.readLine()) != null) {
            lines.add(line);
            if (line.contains("process up")) {
                Thread reader = new Thread(() -> output.lines().forEach(ignored -> {}), "pgbouncer output");
                reader.setDaemon(true);
                reader.start();
                return;
            }
        }
        fail("PgBouncer did not start: " + String.join("\n", lines));
    }

    String jdbcUrl(RowhouseDatabase database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database.databaseName();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
