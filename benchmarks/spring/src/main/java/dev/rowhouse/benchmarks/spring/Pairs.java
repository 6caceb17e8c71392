package dev.rowhouse.benchmarks.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** What was measured without and with Rowhouse, round by round. */
final class Pairs {
    private final List<Double> byHand = new ArrayList<>();
    private final List<Double> rowhouse = new ArrayList<>();

    void add(Variant variant, double value) {
        of(variant).add(value);
    }

    private List<Double> of(Variant variant) {
        return variant == Variant.BY_HAND ? byHand : rowhouse;
    }

    double median(Variant variant) {
        return quantile(of(variant), 0.5);
    }

    /** Compares each round's two values, and returns a quantile of that. */
    double quantile(DoubleBinaryOperator comparison, double part) {
        List<Double> compared = new ArrayList<>();
        for (int i = 0; i < byHand.size(); i++) {
            compared.add(comparison.applyAsDouble(byHand.get(i), rowhouse.get(i)));
        }
        return quantile(compared, part);
    }

    private static double quantile(List<Double> values, double part) {
        List<Double> sorted = values.stream().sorted().toList();
        double place = part * (sorted.size() - 1);
        double low = sorted.get((int) Math.floor(place));
        double high = sorted.get((int) Math.ceil(place));
        return low + (high - low) * (place - Math.floor(place));
    }
}
