package dev.rowhouse.spring.directory;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code rowhouse.directory.*}.
 *
 * @param table Table of the tenants. Without it there is no directory but the application's own.
 * @param idColumn Column of the tenant's id, a uuid.
 * @param nameColumns Columns of names, in lower case: slugs, domains.
 * @param statusColumn Column that says whether a tenant may work. Empty: all may.
 * @param activeStatus Values of that column that let a tenant work.
 * @param timeToLive For how long a tenant that was found is remembered.
 */
@ConfigurationProperties("rowhouse.directory")
record TenantDirectoryProperties(
        @Nullable String table,
        @DefaultValue("id") String idColumn,
        @DefaultValue({"slug", "domain"}) List<String> nameColumns,
        @DefaultValue("status") String statusColumn,
        @DefaultValue("active") List<String> activeStatus,
        @DefaultValue("1m") Duration timeToLive) {}
