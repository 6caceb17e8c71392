package dev.rowhouse.peers.speed;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.peers.speed.Samples.Case;
import dev.rowhouse.testkit.RoundTripProxy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures every way in turns, and writes the comparison.
 *
 * <p>Each way is a process with the class path of its library, and all of them live as long as the run. In each round, for each
 * work, one after the other does it, in the opposite order in every other round, while the others sleep. Only what was
 * measured in the same round is compared, so that a machine which others use too slows down all of them.
 */
public final class Main {
    private final Path peers;
    private final Plan plan;
    private final PrintStream out;
    private final Samples samples = new Samples();

    private Main(Path peers, Plan plan, PrintStream out) {
        this.peers = peers;
        this.plan = plan;
        this.out = out;
    }

    /** How thoroughly to measure, and what. */
    private record Plan(
            int warmUps, Duration warmUp, int rounds, Duration measurement, Duration delay, Set<String> only) {
        private static final String DELAY = "--delay=";

        static Plan of(String... arguments) {
            Set<String> only = new LinkedHashSet<>();
            boolean once = false;
            Duration delay = Duration.ZERO;
            for (String argument : arguments) {
                if (argument.equals("--once")) {
                    once = true;
                } else if (argument.matches(DELAY + "\\d{1,4}")) {
                    delay = Duration.ofMillis(Integer.parseInt(argument.substring(DELAY.length())));
                } else if (!argument.startsWith("-")) {
                    only.add(argument.toUpperCase(Locale.ROOT));
                } else {
                    throw new IllegalArgumentException("Reading the arguments: " + argument
                            + " is unknown. Give --once to see whether everything runs, --delay=1 to make each round trip"
                            + " a millisecond longer, names of works such as find, names of ways such as hibernate8, or"
                            + " nothing.");
                }
            }
            return once
                    ? new Plan(1, Duration.ofMillis(100), 1, Duration.ofMillis(100), delay, only)
                    : new Plan(4, Duration.ofMillis(800), 7, Duration.ofMillis(400), delay, only);
        }

        boolean holds(Work work) {
            return names(Work.values()).stream().noneMatch(only::contains) || only.contains(work.name());
        }

        boolean holds(Contender contender) {
            return names(Contender.values()).stream().noneMatch(only::contains) || only.contains(contender.name());
        }

        private static List<String> names(Enum<?>... values) {
            return List.of(values).stream().map(Enum::name).toList();
        }
    }

    /**
     * Measures.
     *
     * @param arguments {@code --once} for a run that says little; {@code --delay=} milliseconds that each round trip takes
     *     longer; names of works or ways to measure only these
     */
    @SuppressForbidden // its output is what the program is for
    public static void main(String... arguments)
            throws IOException, SQLException, InterruptedException, URISyntaxException {
        Path jar = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        new Main(jar.resolve("../../..").normalize(), Plan.of(arguments), System.out).run();
    }

    private void run() throws IOException, SQLException, InterruptedException {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "8GB")
                .setServerConfig("checkpoint_timeout", "60min")
                .start()) {
            List<Contender> contenders =
                    List.of(Contender.values()).stream().filter(plan::holds).toList();
            prepare(server.getPort(), contenders);
            Map<Contender, Colleague> colleagues = new LinkedHashMap<>();
            try (Network network = Network.to(server.getPort(), plan.delay())) {
                for (Contender contender : contenders) {
                    out.println("Starting " + contender.title() + " ...");
                    Colleague colleague = start(contender, network.port());
                    colleagues.put(contender, colleague);
                    colleague.awaitReady();
                }
                measure(server.getPort(), colleagues);
            } finally {
                colleagues.values().forEach(Colleague::close);
            }
            publish(new Report(samples, environment(server.getPort())));
        }
    }

    /** What lies between the ways and the server: nothing, or a relay that makes each round trip longer. */
    private record Network(int port, @Nullable RoundTripProxy relay) implements AutoCloseable {
        static Network to(int serverPort, Duration delay) {
            if (delay.isZero()) {
                return new Network(serverPort, null);
            }
            RoundTripProxy relay = RoundTripProxy.start("localhost", serverPort).withDelay(delay);
            return new Network(relay.port(), relay);
        }

        @Override
        public void close() {
            if (relay != null) {
                relay.close();
            }
        }
    }

    private void prepare(int port, List<Contender> contenders) throws IOException, SQLException, InterruptedException {
        Database.create(port);
        Set<String> schemas = new LinkedHashSet<>();
        for (Contender contender : contenders) {
            if (schemas.add(contender.schema())) {
                out.println("Making the tables of " + contender.title() + " ...");
                try (Colleague colleague = start(contender, port, "create")) {
                    colleague.awaitEnd();
                }
            }
        }
        Database database = new Database(port, contenders.get(0).schema());
        database.requireLike(List.copyOf(schemas));
        database.settle();
    }

    private Colleague start(Contender contender, int port, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(String.valueOf(port), contender.type()));
        arguments.addAll(List.of(more));
        Path target = peers.resolve(contender.directory()).resolve("target");
        String options = System.getProperty("speed.options." + contender, "");
        return Colleague.start(
                target,
                peers.resolve("speed/target/logs"),
                options.isEmpty() ? List.of() : List.of(options.split(" ", -1)),
                arguments);
    }

    private void measure(int port, Map<Contender, Colleague> colleagues) throws IOException, SQLException {
        for (int round = 1; round <= plan.warmUps() + plan.rounds(); round++) {
            boolean counts = round > plan.warmUps();
            out.println(counts ? "Round " + (round - plan.warmUps()) + " of " + plan.rounds() : "Warming up");
            List<Contender> order = new ArrayList<>(colleagues.keySet());
            if (round % 2 == 0) {
                Collections.reverse(order);
            }
            for (Work work : Work.values()) {
                StringBuilder line = new StringBuilder();
                for (Contender contender : order) {
                    if (plan.holds(work) && contender.does(work)) {
                        Measured measured = measure(
                                new Database(port, contender.schema()),
                                work,
                                requireNonNull(colleagues.get(contender)),
                                counts ? plan.measurement() : plan.warmUp());
                        line.append(String.format(Locale.ROOT, "  %s %,.1f", contender, measured.nanos() / 1_000));
                        if (counts) {
                            samples.add(new Case(work, contender), measured);
                        }
                    }
                }
                if (!line.isEmpty()) {
                    out.println("  " + work + ", µs:" + line);
                }
            }
        }
    }

    private static Measured measure(Database database, Work work, Colleague colleague, Duration time)
            throws IOException, SQLException {
        database.reset(work.table());
        Measured measured = colleague.measure(work, time.toNanos());
        long wanted = work.isWriting() ? measured.operations() * work.rows() : 0;
        long written = database.written(work);
        if (written != wanted) {
            throw new IllegalStateException(
                    "Doing " + work + " in " + database.schema() + ": " + written + " rows count instead of " + wanted);
        }
        return measured;
    }

    private void publish(Report report) throws IOException {
        Path file = peers.resolve("speed/target/performance-hibernate.md");
        Files.writeString(file, report.toString());
        out.println();
        out.println(report);
        out.println("Written to " + file);
    }

    @SuppressForbidden // how much memory there is, the portable bean does not know
    private String environment(int port) throws SQLException {
        com.sun.management.OperatingSystemMXBean system =
                (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return String.format(
                Locale.ROOT,
                "%d processors, %d GB of memory, %s on %s; PostgreSQL %s, embedded (fsync off); Java %s; pgjdbc %s; %d"
                        + " threads; %d ms added to each round trip; %d rounds of %d ms a work and way after %d of %d ms"
                        + " to warm up.",
                system.getAvailableProcessors(),
                Math.round(system.getTotalMemorySize() / (1024.0 * 1024 * 1024)),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                new Database(port, "public").version(),
                Runtime.version(),
                org.postgresql.util.DriverInfo.DRIVER_VERSION,
                Worker.THREADS,
                plan.delay().toMillis(),
                plan.rounds(),
                plan.measurement().toMillis(),
                plan.warmUps(),
                plan.warmUp().toMillis());
    }
}
