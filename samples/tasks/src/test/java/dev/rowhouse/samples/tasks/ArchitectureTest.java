package dev.rowhouse.samples.tasks;

import dev.rowhouse.testkit.archunit.TenantArchitecture;
import dev.rowhouse.testkit.archunit.TenantArchitectureContract;
import dev.rowhouse.testkit.archunit.TenantRule;

class ArchitectureTest extends TenantArchitectureContract {
    private static final String SAMPLE = "dev.rowhouse.samples.tasks";

    @Override
    protected TenantArchitecture architecture() {
        return TenantArchitecture.builder(SAMPLE)
                .configuredIn(SAMPLE + ".database")
                .repositoriesUsedFrom(SAMPLE)
                .accept(
                        TenantRule.THREADS_CARRY_THE_CONTEXT,
                        SAMPLE + ".http.Threads",
                        "A request binds its own tenant, and AsyncTenantJdbc carries that to the threads of queries")
                .accept(
                        TenantRule.THREADS_CARRY_THE_CONTEXT,
                        SAMPLE + ".TaskService",
                        "The hook that ends the service touches no table")
                .build();
    }
}
