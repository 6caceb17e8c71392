package dev.rowhouse.benchmarks;

import java.util.List;

/** What stands between the client and the server. */
enum Setting {
    /** Twice as many threads as most small machines have processors: none waits for a processor to wake up. */
    LOOPBACK(4),
    ONE_MILLISECOND(4),
    IN_MEMORY(1);

    private final int threads;

    Setting(int threads) {
        this.threads = threads;
    }

    /** How many threads work, each on a connection of its own. */
    int threads() {
        return threads;
    }

    /** How many threads do this work: one, where client and server work at the same time. */
    int threads(Workload workload) {
        return workload == Workload.JDBC_BULK ? 1 : threads;
    }

    List<Access> accesses(Workload workload) {
        return this == ONE_MILLISECOND && workload.benchmark() == DatabaseBenchmark.class
                ? List.of(Access.RAW, Access.ROWHOUSE)
                : workload.accesses();
    }

    boolean holds(Workload workload) {
        return switch (this) {
            case LOOPBACK -> workload.needsDatabase();
            case ONE_MILLISECOND ->
                workload.benchmark() == DatabaseBenchmark.class || workload.benchmark() == LibraryBenchmark.class;
            case IN_MEMORY -> !workload.needsDatabase();
        };
    }
}
