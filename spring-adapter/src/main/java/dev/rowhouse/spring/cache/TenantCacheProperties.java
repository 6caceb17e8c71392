package dev.rowhouse.spring.cache;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code rowhouse.cache.*}.
 *
 * @param enabled Whether each key of Spring's caches carries the tenant.
 * @param shared Names of caches whose entries are the same for all tenants.
 * @param exclude Names of cache manager beans that are left as they are.
 */
@ConfigurationProperties("rowhouse.cache")
record TenantCacheProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue List<String> shared,
        @DefaultValue List<String> exclude) {}
