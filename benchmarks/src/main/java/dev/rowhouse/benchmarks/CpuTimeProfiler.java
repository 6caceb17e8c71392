package dev.rowhouse.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
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
 */
public final class CpuTimeProfiler implements InternalProfiler {
    static final String NANOSECONDS = "cpu.norm";

    private static final double NANOS_A_TICK = 10_000_000;

    /** The server process of the measured connection, or 0 if there is none on this machine. */
    private static volatile int backend;

    private double before;

    /** Creates the profiler; JMH calls it. */
    public CpuTimeProfiler() {}

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = workersNanos() + backendNanos();
    }

    /** Says which server process works for the measured connection. */
    static void watch(int backendPid) {
        backend = backendPid;
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double nanos = workersNanos() + backendNanos() - before;
        return List.of(new ScalarResult(
                NANOSECONDS, nanos / result.getMetadata().getAllOps(), "ns/op", AggregationPolicy.AVG));
    }

    @Override
    public String getDescription() {
        return "Processor time of the measuring threads and their server process";
    }

    private static long workersNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().contains("jmh-worker")) {
                sum += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return sum;
    }

    /** Reads user and system time from {@code /proc}, see proc_pid_stat(5). */
    private static double backendNanos() {
        Path stat = Path.of("/proc/" + backend + "/stat");
        if (backend == 0 || !Files.isReadable(stat)) {
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
