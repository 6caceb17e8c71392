package dev.rowhouse.samples.quickstart;

import dev.rowhouse.testkit.archunit.TenantArchitecture;
import dev.rowhouse.testkit.archunit.TenantArchitectureContract;
import dev.rowhouse.testkit.archunit.TenantRule;

class ArchitectureTest extends TenantArchitectureContract {
    private static final String SAMPLE = "dev.rowhouse.samples.quickstart";

    @Override
    protected TenantArchitecture architecture() {
        return TenantArchitecture.builder(SAMPLE)
                .configuredIn(SAMPLE + ".database")
                .accept(
                        TenantRule.DATA_SOURCES_STAY_IN_THE_CONFIGURATION,
                        SAMPLE + ".Attacks",
                        "Unwraps the driver's connection for COPY: that is the attack")
                .accept(
                        TenantRule.DATA_SOURCES_STAY_IN_THE_CONFIGURATION,
                        SAMPLE + ".RoundTrips",
                        "Counts the same work with Rowhouse and without it")
                .accept(
                        TenantRule.THREADS_CARRY_THE_CONTEXT,
                        SAMPLE + ".Attacks",
                        "Leaves the context behind: that is the attack")
                .build();
    }
}
