package dev.rowhouse.benchmarks;

import dev.rowhouse.benchmarks.Samples.Case;
import dev.rowhouse.benchmarks.Samples.Estimate;
import dev.rowhouse.benchmarks.Samples.Sample;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The measurements as tables of Markdown. */
final class Report {
    private final Samples samples;
    private final String environment;
    private final Map<Access, Map<Workload, Double>> roundTrips;

    Report(Samples samples, String environment, Map<Access, Map<Workload, Double>> roundTrips) {
        this.samples = samples;
        this.environment = environment;
        this.roundTrips = roundTrips;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(environment).append('\n');
        throughput(text, Setting.LOOPBACK, "On loopback", 0.95);
        throughput(text, Setting.ONE_MILLISECOND, "With 1 ms added to each round trip", 0.99);
        breakdown(text);
        client(text);
        new LibraryReport(samples).appendTo(text);
        return text.toString();
    }

    private void throughput(StringBuilder text, Setting setting, String title, double goal) {
        List<Workload> measured = samples.measured(setting, DatabaseBenchmark.class);
        if (measured.isEmpty()) {
            return;
        }
        text.append(format("%n### %s%n%n", title));
        text.append("| work | round trips | raw, op/s | Rowhouse, op/s | Rowhouse / raw (quartiles)"
                + " | fastest | garbage, B |\n");
        text.append("|---|---|---|---|---|---|---|\n");
        for (Workload workload : measured) {
            Case raw = new Case(setting, workload, Access.RAW);
            Case rowhouse = new Case(setting, workload, Access.ROWHOUSE);
            Estimate ratio = samples.compare(raw, rowhouse, Sample::nanos, (before, after) -> before / after);
            text.append(format(
                    "| %s | %s | %,.0f | %,.0f | **%.3f** (%.3f–%.3f)%s | %.3f | %,.0f → %,.0f |%n",
                    workload.title(),
                    roundTrips(workload),
                    samples.of(raw, Sample::rate).median(),
                    samples.of(rowhouse, Sample::rate).median(),
                    ratio.median(),
                    ratio.low(),
                    ratio.high(),
                    ratio.median() < goal ? ", goal " + goal : "",
                    samples.best(raw) / samples.best(rowhouse),
                    samples.of(raw, Sample::bytes).median(),
                    samples.of(rowhouse, Sample::bytes).median()));
        }
    }

    private String roundTrips(Workload workload) {
        double raw = trips(Access.RAW, workload);
        double rowhouse = trips(Access.ROWHOUSE, workload);
        return raw == rowhouse ? format("%.0f", raw) : format("%.0f → %.0f", raw, rowhouse);
    }

    private double trips(Access access, Workload workload) {
        Map<Workload, Double> counted = roundTrips.getOrDefault(access, new EnumMap<>(Workload.class));
        return counted.getOrDefault(workload, Double.NaN);
    }

    private void breakdown(StringBuilder text) {
        if (!samples.has(Setting.LOOPBACK, Workload.READ)) {
            return;
        }
        text.append(format("%n### What the read in a transaction is made of, on loopback%n%n"));
        text.append("| way | time, µs | more than above | fastest, µs |\n");
        text.append("|---|---|---|---|\n");
        Case above = null;
        for (Access access : Workload.READ.accesses()) {
            Case way = new Case(Setting.LOOPBACK, Workload.READ, access);
            text.append(format(
                    "| %s | %.1f | %s | %.1f |%n",
                    title(access),
                    samples.of(way, Report::micros).median(),
                    above == null ? "" : more(above, way),
                    samples.best(way) / 1_000));
            above = way;
        }
    }

    private String more(Case above, Case way) {
        return signed(
                samples.compare(above, way, Report::micros, (before, after) -> after - before),
                "%+.1f (%+.1f to %+.1f)");
    }

    private static double micros(Sample sample) {
        return sample.nanos() / 1_000;
    }

    private static String title(Access access) {
        return switch (access) {
            case RAW -> "raw: explicit tenant predicate, no RLS";
            case RAW_WITH_CONTEXT -> "raw, and `set_config` in front of the statement, by hand";
            case BY_HAND -> "the same, and RLS in place of the predicate";
            case ROWHOUSE_SIGNED -> "Rowhouse with signed contexts";
            default -> "Rowhouse";
        };
    }

    private void client(StringBuilder text) {
        List<Workload> measured = samples.measured(Setting.IN_MEMORY, ClientBenchmark.class);
        if (measured.isEmpty()) {
            return;
        }
        text.append(format("%n### The client alone: the real driver and pool, a server in memory%n%n"));
        text.append("| work | raw | Rowhouse adds | of it, `set_config` by hand |\n|---|---|---|---|\n");
        for (Workload workload : measured) {
            Case raw = new Case(Setting.IN_MEMORY, workload, Access.RAW);
            text.append(format(
                    "| %s | %,.0f ns, %,.0f B | %s | %s |%n",
                    workload.title(),
                    samples.of(raw, Sample::cpuNanos).median(),
                    samples.of(raw, Sample::bytes).median(),
                    added(raw, new Case(Setting.IN_MEMORY, workload, Access.ROWHOUSE)),
                    workload.accesses().contains(Access.RAW_WITH_CONTEXT)
                            ? added(raw, new Case(Setting.IN_MEMORY, workload, Access.RAW_WITH_CONTEXT))
                            : "nothing to send"));
        }
    }

    private String added(Case raw, Case other) {
        return signed(
                        samples.compare(raw, other, Sample::cpuNanos, (before, after) -> after - before),
                        "%+.0f (%+.0f to %+.0f) ns")
                + signed(samples.compare(raw, other, Sample::bytes, (before, after) -> after - before), ", %+.0f B");
    }

    private static String signed(Estimate estimate, String format) {
        return format(format, estimate.median(), estimate.low(), estimate.high());
    }

    private static String format(String format, @Nullable Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
