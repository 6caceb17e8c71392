package dev.rowhouse.spring.client;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Sends the current tenant's id along with requests of a {@code RestClient} or {@code RestTemplate} to services of the application's own:
 *
 * <pre>{@code
 * RestClient client = builder.requestInterceptor(TenantForwardingInterceptor.toHosts("billing.internal")).build();
 * }</pre>
 *
 * <p>{@code rowhouse.web.forward.hosts} does the same for all clients that Spring Boot builds. Requests to other hosts, and those without a
 * tenant, are left as they are. A request whose header names another tenant throws {@link dev.rowhouse.TenantMismatchException}. The actor
 * is not sent. Used by many threads.
 *
 * <p>Clients that Spring Boot builds for {@code rowhouse.web.forward.hosts} leave the header behind where they are redirected to another host.
 * All others take it along, unless they are told not to follow redirects.
 *
 * @since 0.1
 */
public final class TenantForwardingInterceptor implements ClientHttpRequestInterceptor {
    private final Forwarding forwarding;

    TenantForwardingInterceptor(Forwarding forwarding) {
        this.forwarding = forwarding;
    }

    /**
     * Forwards to some hosts, in the header X-Tenant-ID.
     *
     * @param hosts such as {@code billing.internal}, {@code billing.internal:8443} or {@code *.internal}
     * @return the interceptor
     */
    public static TenantForwardingInterceptor toHosts(String... hosts) {
        return new TenantForwardingInterceptor(Forwarding.toHosts(hosts));
    }

    /**
     * The same with another header.
     *
     * @param name of the header
     * @return another interceptor; this one stays as it is
     */
    public TenantForwardingInterceptor inHeader(String name) {
        return new TenantForwardingInterceptor(new Forwarding(requireNonNull(name, "name"), forwarding.hosts()));
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        List<String> given = request.getHeaders().getOrEmpty(forwarding.header());
        forwarding
                .headerFor(request.getURI(), given.isEmpty() ? null : String.join(",", given))
                .ifPresent(tenant -> request.getHeaders().set(forwarding.header(), tenant));
        return execution.execute(request, body);
    }
}
