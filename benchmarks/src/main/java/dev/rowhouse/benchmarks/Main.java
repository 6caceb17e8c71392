package dev.rowhouse.benchmarks;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.benchmarks.Samples.Case;
import dev.rowhouse.benchmarks.Samples.Estimate;
import dev.rowhouse.benchmarks.Samples.Sample;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures everything in one run and prints the comparison.
 *
 * <p>Each round starts one process for each case, the ways of one workload directly after each other and in the opposite
 * order in every other round. Only what was measured in the same round is compared, so that a machine which others use too
 * slows down both.
 */
public final class Main {
    private static final String GARBAGE = "gc.alloc.rate.norm";

    private final Plan plan;
    private final PrintStream out;
    private final Samples samples = new Samples();

    private Main(Plan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
    }

    /** How thoroughly to measure. Iterations are short and their median counts, so that a disturbance is left out. */
    private record Plan(int rounds, int warmUps, int measurements, TimeValue iteration, String only) {
        private static final TimeValue ITERATION = TimeValue.milliseconds(250);

        static Plan of(String... arguments) {
            String only = "";
            Plan plan = new Plan(3, 8, 4, ITERATION, "");
            for (String argument : arguments) {
                if (argument.equals("--full")) {
                    plan = new Plan(7, 12, 12, ITERATION, "");
                } else if (argument.equals("--once")) {
                    plan = new Plan(1, 1, 1, ITERATION, "");
                } else if (!argument.startsWith("-")) {
                    only = argument;
                } else {
                    throw new IllegalArgumentException("Reading the arguments: " + argument
                            + " is unknown. Give --full, or --once to see whether everything runs, or a part of a name"
                            + " such as readPage, jdbc or IN_MEMORY, or nothing.");
                }
            }
            return new Plan(plan.rounds, plan.warmUps, plan.measurements, plan.iteration, only);
        }

        boolean holds(Setting setting, Workload workload) {
            return setting.holds(workload) && (setting + "." + workload.method()).contains(only);
        }
    }

    /**
     * Measures.
     *
     * @param arguments {@code --full} for a long run, {@code --once} for one that says little, a part of a name to measure
     *     only that
     */
    @SuppressForbidden // its output is what the program is for
    public static void main(String... arguments) throws IOException, SQLException, RunnerException, URISyntaxException {
        new Main(Plan.of(arguments), System.out).run();
    }

    private void run() throws IOException, SQLException, RunnerException, URISyntaxException {
        try (EmbeddedPostgres server = start()) {
            BenchmarkDatabase database = new BenchmarkDatabase(server.getPort(), server.getPort());
            out.println("Loading " + Appointments.TENANTS + " tenants ...");
            database.create();
            try (RoundTripProxy counting = RoundTripProxy.start("localhost", server.getPort());
                    RoundTripProxy delaying =
                            RoundTripProxy.start("localhost", server.getPort()).withDelay(Duration.ofMillis(1))) {
                Map<Access, Map<Workload, Double>> roundTrips = new EnumMap<>(Access.class);
                for (Access access : List.of(Access.RAW, Access.ROWHOUSE)) {
                    roundTrips.put(access, count(counting, database.through(counting.port()), access));
                }
                measure(database, database.through(delaying.port()));
                publish(new Report(samples, environment(database), roundTrips));
            }
        }
    }

    private static EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "8GB")
                .setServerConfig("checkpoint_timeout", "60min")
                .start();
    }

    /** Counts the round trips of each workload, once everything is prepared on the server. */
    private Map<Workload, Double> count(RoundTripProxy proxy, BenchmarkDatabase database, Access access)
            throws SQLException {
        Map<Workload, Double> counts = new EnumMap<>(Workload.class);
        for (Workload workload : Workload.values()) {
            Workload.Operation operation = workload.operation();
            if (operation != null) {
                DatabaseBenchmark benchmark = new DatabaseBenchmark();
                benchmark.access = access;
                benchmark.open(database);
                try {
                    benchmark.emptyTables();
                    repeat(operation, benchmark, 20);
                    counts.put(workload, proxy.count(() -> repeat(operation, benchmark, 10)) / 10.0);
                } finally {
                    benchmark.close();
                }
            }
        }
        return counts;
    }

    private static void repeat(Workload.Operation operation, DatabaseBenchmark benchmark, int times)
            throws SQLException {
        for (int i = 0; i < times; i++) {
            requireNonNull(operation.on(benchmark));
        }
    }

    private void measure(BenchmarkDatabase direct, BenchmarkDatabase delayed) throws RunnerException {
        for (int round = 1; round <= plan.rounds(); round++) {
            for (Setting setting : Setting.values()) {
                for (Workload workload : Workload.values()) {
                    if (plan.holds(setting, workload)) {
                        out.printf(
                                Locale.ROOT, "round %d of %d  %s.%s", round, plan.rounds(), setting, workload.method());
                        List<Access> order = new ArrayList<>(setting.accesses(workload));
                        if (round % 2 == 0) {
                            Collections.reverse(order);
                        }
                        for (Access access : order) {
                            Sample sample = measure(
                                    setting == Setting.ONE_MILLISECOND ? delayed : direct, setting, workload, access);
                            samples.add(new Case(setting, workload, access), sample);
                            out.printf(Locale.ROOT, "  %s %,.0f ns, %,.0f B", access, sample.nanos(), sample.bytes());
                        }
                        out.println();
                    }
                }
            }
        }
    }

    private Sample measure(BenchmarkDatabase database, Setting setting, Workload workload, Access access)
            throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(workload.pattern())
                .param("access", access.name())
                .forks(1)
                .threads(setting.threads(workload))
                .warmupIterations(plan.warmUps())
                .warmupTime(plan.iteration())
                .measurementIterations(plan.measurements())
                .measurementTime(plan.iteration())
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("-Xms1g", "-Xmx1g")
                .jvmArgsAppend(database.properties().toArray(String[]::new))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (!workload.needsDatabase()) {
            options.addProfiler(CpuTimeProfiler.class);
        }
        RunResult result = new Runner(options.build()).runSingle();
        return new Sample(
                median(result, iteration -> iteration.getPrimaryResult().getScore()) / setting.threads(workload),
                result.getPrimaryResult().getStatistics().getMin() / setting.threads(workload),
                workload.needsDatabase() ? Double.NaN : secondary(result, CpuTimeProfiler.NANOSECONDS),
                secondary(result, GARBAGE));
    }

    private static double secondary(RunResult result, String name) {
        return median(
                result,
                iteration -> requireNonNull(iteration.getSecondaryResults().get(name), name)
                        .getScore());
    }

    private static double median(RunResult result, Function<IterationResult, Double> score) {
        return Estimate.of(result.getBenchmarkResults().stream()
                        .flatMap(fork -> fork.getIterationResults().stream())
                        .map(score)
                        .toList())
                .median();
    }

    private void publish(Report report) throws IOException, URISyntaxException {
        Path jar = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path file = jar.resolveSibling("performance.md");
        Files.writeString(file, report.toString());
        out.println();
        out.println(report);
        out.println("Written to " + file);
    }

    @SuppressForbidden // only this class of the JDK knows how much memory there is
    private String environment(BenchmarkDatabase database) throws SQLException {
        com.sun.management.OperatingSystemMXBean system =
                (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return String.format(
                Locale.ROOT,
                "%d processors, %d GB of memory, %s on %s; PostgreSQL %s, embedded (fsync off), %,d tenants with %,d rows"
                        + " each; Java %s; pgjdbc %s; %d threads; %d rounds, in each %d iterations of %s after %d to"
                        + " warm up.",
                system.getAvailableProcessors(),
                Math.round(system.getTotalMemorySize() / (1024.0 * 1024 * 1024)),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                database.version(),
                Appointments.TENANTS,
                Appointments.ROWS_PER_TENANT,
                Runtime.version(),
                org.postgresql.util.DriverInfo.DRIVER_VERSION,
                Setting.LOOPBACK.threads(),
                plan.rounds(),
                plan.measurements(),
                plan.iteration(),
                plan.warmUps());
    }
}
