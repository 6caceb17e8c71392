package dev.rowhouse.benchmarks.spring;

import dev.rowhouse.testkit.RoundTripProxy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Measures requests and starts, of the same application without and with Rowhouse, in turns, and writes the comparison. What is
 * compared was measured one right after the other.
 */
public final class Main {
    private static final List<String> PATHS = List.of("/jdbc", "/jpa");
    private static final int CONNECTIONS = 4;
    private static final int REQUESTS = 100;

    private final Path target;
    private final Plan plan;
    private final PrintStream out;
    private final StringBuilder report = new StringBuilder();

    private Main(Path target, Plan plan, PrintStream out) {
        this.target = target;
        this.plan = plan;
        this.out = out;
    }

    /**
     * What is measured.
     *
     * @param warmUp how long each application is asked before
     * @param rounds of many users
     * @param measurement of one round
     * @param blocks of requests of one user
     * @param starts after one that is not counted
     */
    private record Plan(Duration warmUp, int rounds, Duration measurement, int blocks, int starts) {
        static Plan of(String... arguments) {
            return switch (String.join(" ", arguments)) {
                case "" -> new Plan(Duration.ofSeconds(12), 60, Duration.ofMillis(200), 40, 15);
                case "requests" -> new Plan(Duration.ofSeconds(12), 60, Duration.ofMillis(200), 40, 0);
                case "starts" -> new Plan(Duration.ZERO, 0, Duration.ZERO, 0, 15);
                case "--once" -> new Plan(Duration.ofMillis(200), 1, Duration.ofMillis(200), 1, 1);
                default ->
                    throw new IllegalArgumentException("Reading the arguments: " + String.join(" ", arguments)
                            + " is unknown. Give --once to see whether everything runs, requests or starts to measure"
                            + " only these, or nothing.");
            };
        }
    }

    /**
     * Measures.
     *
     * @param arguments {@code --once} for a run that says little, {@code requests} or {@code starts} for a part
     */
    @SuppressForbidden // its output is what the program is for
    public static void main(String... arguments)
            throws IOException, SQLException, InterruptedException, ExecutionException, URISyntaxException {
        Path jar = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        new Main(jar.resolve("..").normalize(), Plan.of(arguments), System.out).run();
    }

    private void run() throws IOException, SQLException, InterruptedException, ExecutionException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("shared_buffers", "512MB")
                        .start();
                RoundTripProxy network =
                        RoundTripProxy.start("localhost", postgres.getPort()).withDelay(Duration.ofMillis(1))) {
            Database.create(postgres.getPort());
            if (plan.rounds() > 0) {
                line(
                        "| one query, of | between application and database | users | %s, requests/s"
                                + " | %s, requests/s | ratio (quartiles) |",
                        Variant.BY_HAND.title(), Variant.ROWHOUSE.title());
                line("|---|---|---|---|---|---|");
                requests(postgres.getPort(), "loopback");
                requests(network.port(), "1 ms added to each round trip");
                line("");
            }
            if (plan.starts() > 0) {
                line(
                        "| from the start of the process to the first answer | %s, ms | %s, ms | added, ms (quartiles) |",
                        Variant.BY_HAND.title(), Variant.ROWHOUSE.title());
                line("|---|---|---|---|");
                starts(postgres.getPort(), false);
                starts(postgres.getPort(), true);
            }
        }
        Path file = target.resolve("performance-spring.md");
        Files.writeString(file, report);
        out.println("Written to " + file);
    }

    private void requests(int databasePort, String network)
            throws IOException, InterruptedException, ExecutionException {
        try (Server byHand = Server.start(target, Variant.BY_HAND, true, databasePort);
                Server rowhouse = Server.start(target, Variant.ROWHOUSE, true, databasePort);
                Load load = new Load(CONNECTIONS)) {
            for (String path : PATHS) {
                load.run(byHand, path, plan.warmUp());
                load.run(rowhouse, path, plan.warmUp());
                report(path, network, 1, oneUser(byHand, rowhouse, path));
                Pairs many = new Pairs();
                for (int round = 1; round <= plan.rounds(); round++) {
                    for (Variant variant : order(round)) {
                        many.add(
                                variant,
                                load.run(variant == Variant.BY_HAND ? byHand : rowhouse, path, plan.measurement()));
                    }
                }
                report(path, network, CONNECTIONS, many);
            }
        }
    }

    /** Asks both applications in turns: what disturbs the machine for longer than a request disturbs both. */
    private Pairs oneUser(Server byHand, Server rowhouse, String path) throws IOException {
        Pairs pairs = new Pairs();
        Random random = new Random(1);
        try (Visitor without = new Visitor(byHand.port());
                Visitor with = new Visitor(rowhouse.port())) {
            for (int block = 1; block <= plan.blocks(); block++) {
                Pairs nanos = new Pairs();
                for (int request = 1; request <= REQUESTS; request++) {
                    int tenant = 1 + random.nextInt(Database.TENANTS);
                    int visit = 1 + random.nextInt(Database.VISITS);
                    for (Variant variant : order(request)) {
                        long began = System.nanoTime();
                        (variant == Variant.BY_HAND ? without : with).get(path, tenant, visit);
                        nanos.add(variant, (double) (System.nanoTime() - began));
                    }
                }
                for (Variant variant : Variant.values()) {
                    pairs.add(variant, 1e9 / nanos.median(variant));
                }
            }
        }
        return pairs;
    }

    private void report(String path, String network, int users, Pairs pairs) {
        line(
                "| %s | %s | %d | %,.0f | %,.0f | **%.3f** (%.3f–%.3f) |",
                path.equals("/jdbc") ? "`JdbcClient`" : "Hibernate, in a transaction",
                network,
                users,
                pairs.median(Variant.BY_HAND),
                pairs.median(Variant.ROWHOUSE),
                pairs.quantile((without, with) -> with / without, 0.5),
                pairs.quantile((without, with) -> with / without, 0.25),
                pairs.quantile((without, with) -> with / without, 0.75));
    }

    private void starts(int databasePort, boolean jpa) throws IOException {
        Pairs pairs = new Pairs();
        for (int round = 0; round <= plan.starts(); round++) {
            for (Variant variant : order(round)) {
                try (Server server = Server.start(target, variant, jpa, databasePort)) {
                    out.printf(Locale.ROOT, "Start, %s%s: %,d ms%n", variant, jpa ? ", JPA" : "", server.startMillis());
                    if (round > 0) {
                        pairs.add(variant, (double) server.startMillis());
                    }
                }
            }
        }
        line(
                "| %s | %,.0f | %,.0f | **%,.0f** (%,.0f–%,.0f) |",
                jpa ? "web, JDBC and Hibernate" : "web and JDBC",
                pairs.median(Variant.BY_HAND),
                pairs.median(Variant.ROWHOUSE),
                pairs.quantile((without, with) -> with - without, 0.5),
                pairs.quantile((without, with) -> with - without, 0.25),
                pairs.quantile((without, with) -> with - without, 0.75));
    }

    private static List<Variant> order(int round) {
        List<Variant> order = new ArrayList<>(List.of(Variant.values()));
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    private void line(String format, @Nullable Object... values) {
        String line = String.format(Locale.ROOT, format, values);
        report.append(line).append('\n');
        out.println(line);
    }
}
