package dev.rowhouse.spring.client;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/**
 * Sends the current tenant's id along with requests of a {@code WebClient} to services of the application's own:
 *
 * <pre>{@code
 * WebClient client = builder.filter(TenantForwardingFilter.toHosts("billing.internal")).build();
 * }</pre>
 *
 * <p>The tenant is that of the thread which subscribes, as the one that calls {@code block()} does. Otherwise it works as
 * {@link TenantForwardingInterceptor}, and is as blind to redirects.
 *
 * @since 0.1
 */
public final class TenantForwardingFilter implements ExchangeFilterFunction {
    private final Forwarding forwarding;

    TenantForwardingFilter(Forwarding forwarding) {
        this.forwarding = forwarding;
    }

    /**
     * Forwards to some hosts, in the header X-Tenant-ID.
     *
     * @param hosts such as {@code billing.internal}, {@code billing.internal:8443} or {@code *.internal}
     * @return the filter
     */
    public static TenantForwardingFilter toHosts(String... hosts) {
        return new TenantForwardingFilter(Forwarding.toHosts(hosts));
    }

    /**
     * The same with another header.
     *
     * @param name of the header
     * @return another filter; this one stays as it is
     */
    public TenantForwardingFilter inHeader(String name) {
        return new TenantForwardingFilter(new Forwarding(requireNonNull(name, "name"), forwarding.hosts()));
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return Mono.defer(() -> {
            List<String> given = request.headers().getOrEmpty(forwarding.header());
            return next.exchange(forwarding
                    .headerFor(request.url(), given.isEmpty() ? null : String.join(",", given))
                    .map(tenant -> ClientRequest.from(request)
                            .headers(headers -> headers.set(forwarding.header(), tenant))
                            .build())
                    .orElse(request));
        });
    }
}
