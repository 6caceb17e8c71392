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

    List<Access> accesses(Workload workload) {
        return this == ONE_MILLISECOND ? List.of(Access.RAW, Access.ROWHOUSE) : workload.accesses();
    }

    boolean holds(Workload workload) {
        return workload.needsDatabase() == (this != IN_MEMORY);
    }
}
