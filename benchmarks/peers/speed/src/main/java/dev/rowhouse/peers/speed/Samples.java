package dev.rowhouse.peers.speed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What was measured so far: one value a round for each case. */
final class Samples {
    private final Map<Case, List<Measured>> samples = new LinkedHashMap<>();

    /** One thing to measure. */
    record Case(Work work, Contender contender) {}

    /** A median, and the quartiles between which half of the values lie. */
    record Estimate(double median, double low, double high) {
        static Estimate of(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            return new Estimate(at(sorted, 0.5), at(sorted, 0.25), at(sorted, 0.75));
        }

        private static double at(List<Double> sorted, double part) {
            double place = part * (sorted.size() - 1);
            double low = sorted.get((int) Math.floor(place));
            double high = sorted.get((int) Math.ceil(place));
            return low + (high - low) * (place - Math.floor(place));
        }
    }

    void add(Case measured, Measured sample) {
        samples.computeIfAbsent(measured, c -> new ArrayList<>()).add(sample);
    }

    boolean has(Case measured) {
        return samples.containsKey(measured);
    }

    Estimate of(Case measured, ToDoubleFunction<Measured> value) {
        return Estimate.of(all(measured).stream().map(value::applyAsDouble).toList());
    }

    /** Tells how often a case is done in the time of another, round by round, if both were measured. */
    Optional<Estimate> ratio(Case measured, Case other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(all(measured).size(), all(other).size()); i++) {
            ratios.add(all(other).get(i).nanos() / all(measured).get(i).nanos());
        }
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Estimate.of(ratios));
    }

    private List<Measured> all(Case measured) {
        return samples.getOrDefault(measured, List.of());
    }
}
