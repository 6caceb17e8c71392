package dev.rowhouse.samples.petcare;

import dev.rowhouse.testkit.archunit.TenantArchitecture;
import dev.rowhouse.testkit.archunit.TenantArchitectureContract;
import dev.rowhouse.testkit.archunit.TenantRule;

class ArchitectureTest extends TenantArchitectureContract {
    private static final String SAMPLE = "dev.rowhouse.samples.petcare";

    @Override
    protected TenantArchitecture architecture() {
        return TenantArchitecture.builder(SAMPLE)
                .configuredIn(SAMPLE + ".config")
                .repositoriesUsedFrom(
                        SAMPLE + ".api",
                        SAMPLE + ".attack",
                        SAMPLE + ".bookings",
                        SAMPLE + ".business",
                        SAMPLE + ".clients",
                        SAMPLE + ".config",
                        SAMPLE + ".demo",
                        SAMPLE + ".history",
                        SAMPLE + ".load",
                        SAMPLE + ".payments",
                        SAMPLE + ".practice",
                        SAMPLE + ".search")
                .accept(
                        TenantRule.DATA_SOURCES_STAY_IN_THE_CONFIGURATION,
                        SAMPLE + ".attack.Attacks",
                        "Takes a connection past the wrapper: that is the attack")
                .accept(
                        TenantRule.THREADS_CARRY_THE_CONTEXT,
                        SAMPLE + ".attack.Attacks",
                        "Leaves the tenant behind: that is the attack")
                .build();
    }
}
