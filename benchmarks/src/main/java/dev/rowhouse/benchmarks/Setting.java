package dev.rowhouse.benchmarks;

import java.util.List;

/** What stands between the client and the server. */
enum Setting {
    LOOPBACK,
    ONE_MILLISECOND,
    IN_MEMORY;

    List<Access> accesses(Workload workload) {
        return this == ONE_MILLISECOND ? List.of(Access.RAW, Access.ROWHOUSE) : workload.accesses();
    }

    boolean holds(Workload workload) {
        return workload.needsDatabase() == (this != IN_MEMORY);
    }
}
