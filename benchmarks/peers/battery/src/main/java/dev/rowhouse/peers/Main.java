package dev.rowhouse.peers;

import static java.util.Objects.requireNonNull;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Attacks every library, each in a process with a class path of its own, and writes the comparison.
 */
public final class Main {
    /** The directories of the libraries, and the types that attack them, in the order of the table. */
    private static final Map<String, List<String>> PEERS = new LinkedHashMap<>();

    static {
        PEERS.put("battery", List.of("NoTenancy"));
        PEERS.put("rowhouse", List.of("rowhouse.RowhouseHibernatePeer", "rowhouse.RowhouseJdbcPeer"));
        PEERS.put("hibernate", List.of("hibernate.HibernatePeer"));
        PEERS.put("hibernate8", List.of("hibernate.HibernateRowSecurityPeer"));
        PEERS.put("ebean", List.of("ebean.EbeanPeer"));
        PEERS.put("mybatisplus", List.of("mybatisplus.MybatisPlusPeer"));
        PEERS.put("eclipselink", List.of("eclipselink.EclipseLinkPeer"));
    }

    private final Path peers;
    private final PrintStream out;

    private Main(Path peers, PrintStream out) {
        this.peers = peers;
        this.out = out;
    }

    /**
     * Attacks.
     *
     * @param arguments names of libraries, such as {@code hibernate8}, to attack only these and write nothing
     */
    @SuppressForbidden // its output is what the program is for
    public static void main(String... arguments)
            throws IOException, SQLException, InterruptedException, URISyntaxException {
        Path jar = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path peers = jar.resolve("../../..").normalize();
        new Main(peers, System.out).run(List.of(arguments));
    }

    private void run(List<String> only) throws IOException, SQLException, InterruptedException {
        Path results = peers.resolve(
                "battery/target/results-" + ProcessHandle.current().pid());
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
            List<String> chosen = PEERS.keySet().stream()
                    .filter(peer -> only.isEmpty() || only.contains(peer) || peer.equals("battery"))
                    .toList();
            for (String peer : chosen) {
                attack(peer, server.getPort(), results.resolve(peer));
            }
            List<Table> tables = new ArrayList<>();
            for (String peer : chosen) {
                tables.addAll(read(results.resolve(peer)));
            }
            Report report = new Report(tables, environment(server), LocalDate.now(Clock.systemUTC()));
            out.println(report);
            if (only.isEmpty()) {
                Path file = peers.resolve("../../docs/compared.md").normalize();
                Files.writeString(file, report.toString());
                out.println("Written to " + file);
            }
        }
    }

    /** What came of all attacks on one library. */
    record Table(String name, String configuration, List<Result> results) {}

    private static List<Table> read(Path directory) throws IOException {
        List<Table> tables = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".tsv"))
                    .sorted()
                    .toList()) {
                List<String> lines = Files.readAllLines(file);
                List<Result> results =
                        lines.subList(2, lines.size()).stream().map(Result::of).toList();
                tables.add(new Table(lines.get(0), lines.get(1), results));
            }
        }
        return tables;
    }

    private void attack(String peer, int port, Path results) throws IOException, InterruptedException {
        Path target = peers.resolve(peer).resolve("target");
        out.println("Attacking " + peer + " ...");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        String jar = "battery".equals(peer) ? "peers.jar" : "peer.jar";
        command.addAll(List.of(
                "-cp",
                target.resolve(jar) + File.pathSeparator + target.resolve("lib") + File.separator + "*",
                Battery.class.getName(),
                String.valueOf(port),
                results.toString()));
        requireNonNull(PEERS.get(peer)).forEach(type -> command.add(Main.class.getPackageName() + "." + type));
        Path log = results.resolve("log");
        Files.createDirectories(results);
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("Attacking " + peer + ": the process ended with " + exit + ". See " + log);
        }
    }

    private static String environment(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            return String.format(
                    Locale.ROOT,
                    "PostgreSQL %s, pgjdbc %s, Java %s",
                    connection.getMetaData().getDatabaseProductVersion(),
                    org.postgresql.util.DriverInfo.DRIVER_VERSION,
                    Runtime.version());
        }
    }
}
