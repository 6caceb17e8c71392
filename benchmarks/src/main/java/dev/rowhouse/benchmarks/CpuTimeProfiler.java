package dev.rowhouse.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * The processor time that an operation took, in the measuring thread and, on Linux, in the server process that worked for
 * it. Other processes on the machine can delay an operation; in this figure they show far less.
 *
 * <p>A benchmark calls {@link #begin} and {@link #end} around its iterations, in its only thread.
 */
public final class CpuTimeProfiler implements InternalProfiler {
    static final String NANOSECONDS = "cpu.norm";

    private static final double NANOS_A_TICK = 10_000_000;

    private static volatile double began;
    private static volatile double ended;

    /** Creates the profiler; JMH calls it. */
    public CpuTimeProfiler() {}

    /**
     * Notes the beginning of an iteration.
     *
     * @param backendPid the server process that works for the benchmark, or 0 if there is none on this machine
     */
    static void begin(int backendPid) {
        began = threadNanos() + backendNanos(backendPid);
    }

    /** Notes the end of an iteration. */
    static void end(int backendPid) {
        ended = threadNanos() + backendNanos(backendPid);
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {}

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double nanos = (ended - began) / result.getMetadata().getAllOps();
        return List.of(new ScalarResult(NANOSECONDS, nanos, "ns/op", AggregationPolicy.AVG));
    }

    @Override
    public String getDescription() {
        return "Processor time of the measuring thread and its server process";
    }

    private static double threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Reads user and system time from {@code /proc}, see proc_pid_stat(5). */
    private static double backendNanos(int pid) {
        Path stat = Path.of("/proc/" + pid + "/stat");
        if (pid == 0 || !Files.isReadable(stat)) {
            return 0;
        }
        try {
            String text = Files.readString(stat);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_A_TICK;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
