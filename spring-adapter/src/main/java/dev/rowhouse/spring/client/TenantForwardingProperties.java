package dev.rowhouse.spring.client;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code rowhouse.web.forward.*}.
 *
 * @param hosts Hosts of the application's own services to which HTTP clients send the tenant's id: billing.internal,
 *     billing.internal:8443, *.internal. Default: none.
 * @param header Header in which they send it.
 */
@ConfigurationProperties("rowhouse.web.forward")
record TenantForwardingProperties(
        @DefaultValue List<String> hosts,
        @DefaultValue(Forwarding.DEFAULT_HEADER) String header) {}
