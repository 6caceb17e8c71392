package dev.rowhouse.spring.client;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.http.client.reactive.ClientHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What {@link RedirectingRequestFactory} does, for {@code WebClient}. */
final class RedirectingConnector implements ClientHttpConnector {
    private final Forwarding forwarding;
    private final ClientHttpConnector following;
    private final ClientHttpConnector direct;

    /**
     * Creates one.
     *
     * @param following follows redirects
     * @param direct does not
     */
    RedirectingConnector(Forwarding forwarding, ClientHttpConnector following, ClientHttpConnector direct) {
        this.forwarding = forwarding;
        this.following = following;
        this.direct = direct;
    }

    @Override
    public Mono<ClientHttpResponse> connect(
            HttpMethod method, URI uri, Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
        return forwarding.isAmongHosts(uri)
                ? follow(method, uri, requestCallback, 0)
                : following.connect(method, uri, requestCallback);
    }

    private Mono<ClientHttpResponse> follow(
            HttpMethod method, URI uri, Function<? super ClientHttpRequest, Mono<Void>> requestCallback, int hop) {
        return direct.connect(method, uri, requestCallback).flatMap(answer -> {
            Optional<Redirect> redirect =
                    Redirect.of(forwarding, method, uri, answer.getStatusCode().value(), answer.getHeaders());
            if (redirect.isEmpty()) {
                return Mono.just(answer);
            }
            Mono<Void> consumed = answer.getBody().map(DataBufferUtils::release).then();
            return consumed.then(
                    hop == Redirect.MOST
                            ? Mono.error(() -> new IOException(Redirect.tooMany(uri)))
                            : Mono.defer(() -> follow(
                                    redirect.get().method(),
                                    redirect.get().target(),
                                    request -> requestCallback.apply(new Redirected(request, redirect.get(), method)),
                                    hop + 1)));
        });
    }

    /** The next request on the way, which is written as the one before. */
    private static final class Redirected extends ClientHttpRequestDecorator {
        private final boolean withoutBody;

        Redirected(ClientHttpRequest request, Redirect redirect, HttpMethod before) {
            super(request);
            withoutBody = !redirect.method().equals(before);
            request.beforeCommit(() -> Mono.fromRunnable(() -> {
                redirect.removeFrom(request.getHeaders(), before);
                if (redirect.leavesOrigin()) {
                    request.getCookies().clear();
                }
            }));
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            return withoutBody ? dropped(Flux.from(body)) : super.writeWith(body);
        }

        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            return withoutBody
                    ? dropped(Flux.from(body).concatMap(Function.identity()))
                    : super.writeAndFlushWith(body);
        }

        private Mono<Void> dropped(Flux<? extends DataBuffer> body) {
            return body.map(DataBufferUtils::release).then(setComplete());
        }
    }
}
