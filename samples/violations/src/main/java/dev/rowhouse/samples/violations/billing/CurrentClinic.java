package dev.rowhouse.samples.violations.billing;

import dev.rowhouse.TenantContext;
import org.jspecify.annotations.Nullable;

/** Wrong: the clinic that asked last is the clinic of all. */
final class CurrentClinic {
    static @Nullable TenantContext last;

    private CurrentClinic() {}
}
