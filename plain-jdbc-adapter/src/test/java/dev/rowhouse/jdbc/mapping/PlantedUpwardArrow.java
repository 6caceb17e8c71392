package dev.rowhouse.jdbc.mapping;

import dev.rowhouse.jdbc.TenantJdbc;

/** Breaks the layers of the adapter, so that the rule against it is shown to bite. */
final class PlantedUpwardArrow {
    private PlantedUpwardArrow() {}

    static boolean lookUp(TenantJdbc jdbc) {
        return jdbc.isInTransaction();
    }
}
