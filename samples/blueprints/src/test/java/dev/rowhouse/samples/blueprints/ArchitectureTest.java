package dev.rowhouse.samples.blueprints;

import dev.rowhouse.testkit.archunit.TenantArchitecture;
import dev.rowhouse.testkit.archunit.TenantArchitectureContract;

class ArchitectureTest extends TenantArchitectureContract {
    private static final String SAMPLE = "dev.rowhouse.samples.blueprints";

    @Override
    protected TenantArchitecture architecture() {
        return TenantArchitecture.builder(SAMPLE)
                .configuredIn(SAMPLE + ".config")
                .repositoriesUsedFrom(SAMPLE + ".documents", SAMPLE + ".tenants", SAMPLE + ".attack")
                .build();
    }
}
