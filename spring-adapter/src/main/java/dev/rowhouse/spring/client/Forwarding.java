package dev.rowhouse.spring.client;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the tenant goes along, and in which header.
 *
 * @param hosts {@code billing.internal}, with a port only that one: {@code billing.internal:8443}; {@code *.internal} for all below
 */
record Forwarding(String header, List<String> hosts) {
    static final String DEFAULT_HEADER = "X-Tenant-ID";

    private static final Pattern HOST = Pattern.compile(
            "(\\*\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*(:[0-9]{1,5})?" + "|\\[[0-9A-Fa-f:.]+](:[0-9]{1,5})?");

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    Forwarding {
        if (!HEADER.matcher(header).matches()) {
            throw new RowhouseException("Forwarding the tenant: \"" + header
                    + "\" is no name of a header. Give one such as " + DEFAULT_HEADER + ".");
        }
        for (String host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw new RowhouseException("Forwarding the tenant: \"" + host + "\" is no host. Give names such as"
                        + " billing.internal, billing.internal:8443 or *.internal, without scheme and path.");
            }
        }
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    static Forwarding toHosts(String... hosts) {
        if (hosts.length == 0) {
            throw new RowhouseException(
                    "Forwarding the tenant: no host was given. Name those that may know it, such as billing.internal.");
        }
        return new Forwarding(DEFAULT_HEADER, List.of(hosts));
    }

    /**
     * What the header of a request must be.
     *
     * @param given as the request has it already, or null
     * @return the tenant, or empty to leave the request as it is
     */
    Optional<String> headerFor(URI target, @Nullable String given) {
        Optional<TenantContext> context = TenantContext.current();
        if (context.isEmpty() || !isAmongHosts(target)) {
            return Optional.empty();
        }
        String tenant = context.get().tenantId().toString();
        if (given != null && !given.equalsIgnoreCase(tenant)) {
            throw new TenantMismatchException("Sending a request to " + target.getHost() + " for " + context.get()
                    + ": its header " + header + " names another tenant. Leave the header out, or send the request"
                    + " inside TenantContext.run of that tenant.");
        }
        return Optional.of(tenant);
    }

    boolean isAmongHosts(URI target) {
        if (target.getHost() == null) {
            return false;
        }
        String host = host(target);
        int port = port(target);
        return hosts.stream().anyMatch(known -> matches(known, host) || matches(known, host + ":" + port));
    }

    static String host(URI target) {
        String lower = target.getHost().toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    static int port(URI target) {
        return target.getPort() == -1 ? ("https".equalsIgnoreCase(target.getScheme()) ? 443 : 80) : target.getPort();
    }

    private static boolean matches(String known, String host) {
        return known.startsWith("*.") ? host.endsWith(known.substring(1)) : host.equals(known);
    }
}
