package dev.rowhouse.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The processor time that the measuring thread took for an operation. Where an operation never waits, this is its time
 * without what other processes took from it.
 *
 * <p>A benchmark calls {@link #begin} and {@link #end} around its iterations, in its only thread.
 */
public final class CpuTimeProfiler implements InternalProfiler {
    static final String NANOSECONDS = "cpu.norm";

    private static volatile long began;
    private static volatile long ended;

    /** Creates the profiler; JMH calls it. */
    public CpuTimeProfiler() {}

    /** Notes the beginning of an iteration. */
    static void begin() {
        began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Notes the end of an iteration. */
    static void end() {
        ended = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {}

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double nanos = (double) (ended - began) / result.getMetadata().getAllOps();
        return List.of(new ScalarResult(NANOSECONDS, nanos, "ns/op", AggregationPolicy.AVG));
    }

    @Override
    public String getDescription() {
        return "Processor time of the measuring thread";
    }
}
