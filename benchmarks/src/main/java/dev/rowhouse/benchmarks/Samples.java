package dev.rowhouse.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.util.ListStatistics;

/** What was measured so far: one sample a round for each case. */
final class Samples {
    private final Map<Case, List<Sample>> samples = new LinkedHashMap<>();

    /** One thing to measure. */
    record Case(Setting setting, Workload workload, Access access) {}

    /**
     * One process's result.
     *
     * @param nanos time between the ends of two operations, on whatever thread: the median of the iterations
     * @param bestNanos the same in the fastest iteration, which nothing else on the machine has disturbed, or least
     * @param cpuNanos processor time of an operation
     * @param bytes garbage of an operation
     */
    record Sample(double nanos, double bestNanos, double cpuNanos, double bytes) {
        double rate() {
            return 1_000_000_000 / nanos;
        }
    }

    /** A median, and the quartiles between which half of the values lie. */
    record Estimate(double median, double low, double high) {
        static Estimate of(List<Double> values) {
            ListStatistics statistics = new ListStatistics(
                    values.stream().mapToDouble(Double::doubleValue).toArray());
            return new Estimate(
                    statistics.getPercentile(50), statistics.getPercentile(25), statistics.getPercentile(75));
        }
    }

    void add(Case measured, Sample sample) {
        samples.computeIfAbsent(measured, c -> new ArrayList<>()).add(sample);
    }

    /** Returns what was measured of one benchmark, in the order of the report. */
    List<Workload> measured(Setting setting, Class<?> benchmark) {
        return List.of(Workload.values()).stream()
                .filter(workload -> workload.benchmark() == benchmark && has(setting, workload))
                .toList();
    }

    boolean has(Setting setting, Workload workload) {
        return samples.containsKey(new Case(setting, workload, Access.RAW));
    }

    Estimate of(Case measured, ToDoubleFunction<Sample> value) {
        return Estimate.of(all(measured).stream().map(value::applyAsDouble).toList());
    }

    /** Compares what was measured in the same round, so that a drift of the machine is in both. */
    Estimate compare(Case first, Case second, ToDoubleFunction<Sample> value, DoubleBinaryOperator comparison) {
        List<Sample> firsts = all(first);
        List<Sample> seconds = all(second);
        List<Double> compared = new ArrayList<>();
        for (int i = 0; i < Math.min(firsts.size(), seconds.size()); i++) {
            compared.add(
                    comparison.applyAsDouble(value.applyAsDouble(firsts.get(i)), value.applyAsDouble(seconds.get(i))));
        }
        return Estimate.of(compared);
    }

    /** Returns the fastest iteration of all rounds. */
    double best(Case measured) {
        return all(measured).stream().mapToDouble(Sample::bestNanos).min().orElse(Double.NaN);
    }

    private List<Sample> all(Case measured) {
        return samples.getOrDefault(measured, List.of());
    }
}
