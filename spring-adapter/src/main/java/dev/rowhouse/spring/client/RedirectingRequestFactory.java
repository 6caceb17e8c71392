package dev.rowhouse.spring.client;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;
import org.springframework.http.client.support.HttpRequestWrapper;

/**
 * Follows redirects of the hosts that may know the tenant, in place of the client, which would take the tenant wherever it is sent.
 * Requests to other hosts are the client's own affair.
 */
final class RedirectingRequestFactory implements ClientHttpRequestFactory, DisposableBean {
    private final Forwarding forwarding;
    private final ClientHttpRequestFactory following;
    private final ClientHttpRequestFactory direct;
    private final ClientHttpRequestFactory guarded;

    /**
     * Creates one.
     *
     * @param following follows redirects
     * @param direct does not
     */
    RedirectingRequestFactory(
            Forwarding forwarding, ClientHttpRequestFactory following, ClientHttpRequestFactory direct) {
        this.forwarding = forwarding;
        this.following = following;
        this.direct = direct;
        this.guarded = new InterceptingClientHttpRequestFactory(direct, List.of(this::follow));
    }

    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
        return (forwarding.isAmongHosts(uri) ? guarded : following).createRequest(uri, method);
    }

    private ClientHttpResponse follow(HttpRequest first, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        HttpRequest request = first;
        byte[] content = body;
        for (int hop = 0; hop <= Redirect.MOST; hop++) {
            ClientHttpResponse answer = execution.execute(request, content);
            Optional<Redirect> redirect = redirect(request, answer);
            if (redirect.isEmpty()) {
                return answer;
            }
            answer.close();
            if (!redirect.get().method().equals(request.getMethod())) {
                content = new byte[0];
            }
            request = new Redirected(request, redirect.get());
        }
        throw new IOException(Redirect.tooMany(request.getURI()));
    }

    private Optional<Redirect> redirect(HttpRequest request, ClientHttpResponse answer) throws IOException {
        try {
            return Redirect.of(
                    forwarding,
                    request.getMethod(),
                    request.getURI(),
                    answer.getStatusCode().value(),
                    answer.getHeaders());
        } catch (IOException | RuntimeException e) {
            answer.close();
            throw e;
        }
    }

    /** The client's own clean-up. */
    @Override
    public void destroy() throws Exception {
        for (ClientHttpRequestFactory client : List.of(following, direct)) {
            if (client instanceof DisposableBean disposable) {
                disposable.destroy();
            }
        }
    }

    /** The next request on the way. */
    private static final class Redirected extends HttpRequestWrapper {
        private final Redirect redirect;
        private final HttpHeaders headers = new HttpHeaders();

        Redirected(HttpRequest before, Redirect redirect) {
            super(before);
            this.redirect = redirect;
            this.headers.putAll(before.getHeaders());
            redirect.removeFrom(headers, before.getMethod());
        }

        @Override
        public HttpMethod getMethod() {
            return redirect.method();
        }

        @Override
        public URI getURI() {
            return redirect.target();
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }
    }
}
