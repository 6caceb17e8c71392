package dev.rowhouse.peers.speed;

import java.util.List;

/**
 * What one measurement found.
 *
 * @param operations how many units of work were done
 * @param nanos how long one took on its thread
 * @param cpuNanos how much processor time of the client one took
 * @param bytes how much garbage one made
 */
record Measured(long operations, double nanos, double cpuNanos, double bytes) {
    String toLine() {
        return operations + " " + nanos + " " + cpuNanos + " " + bytes;
    }

    static Measured of(String line) {
        List<String> parts = List.of(line.split(" ", -1));
        return new Measured(
                Long.parseLong(parts.get(0)),
                Double.parseDouble(parts.get(1)),
                Double.parseDouble(parts.get(2)),
                Double.parseDouble(parts.get(3)));
    }

    /** Adds up what the threads found. */
    static Measured sum(List<Measured> threads) {
        long operations = threads.stream().mapToLong(Measured::operations).sum();
        return new Measured(
                operations,
                threads.stream()
                                .mapToDouble(each -> each.nanos * each.operations)
                                .sum()
                        / operations,
                threads.stream()
                                .mapToDouble(each -> each.cpuNanos * each.operations)
                                .sum()
                        / operations,
                threads.stream()
                                .mapToDouble(each -> each.bytes * each.operations)
                                .sum()
                        / operations);
    }
}
