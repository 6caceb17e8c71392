package dev.rowhouse.hibernate.internal.tables;

import org.jspecify.annotations.Nullable;

/**
 * A table in which a tenant's rows are kept, as the mapping has it. Names are as PostgreSQL stores them.
 *
 * @param schema its schema, or null if the search path leads to it
 * @param name its name
 * @param use what it is mapped to, for messages
 * @param tenantColumn the column that holds the tenant, which the table may lack unless it is mapped
 * @param isTenantMapped whether the mapping has the column in this table
 * @param tenantType the type that the column should have
 * @param protection what protects the table, for messages
 */
record MappedTable(
        @Nullable String schema,
        String name,
        String use,
        String tenantColumn,
        boolean isTenantMapped,
        String tenantType,
        String protection) {}
