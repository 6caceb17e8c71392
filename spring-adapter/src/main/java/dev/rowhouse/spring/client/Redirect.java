package dev.rowhouse.spring.client;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * Where an answer leads, by RFC 9110, section 15.4. As with the JDK's client it does not lead from https to http.
 *
 * @param method of the next request; another than before means that there is no body any more
 * @param leavesOrigin whether that is another server, which is not to see credentials
 * @param isKnown whether that server may know the tenant
 */
record Redirect(Forwarding forwarding, HttpMethod method, URI target, boolean leavesOrigin, boolean isKnown) {
    /** As many as browsers follow. */
    static final int MOST = 20;

    private static final List<String> CREDENTIALS =
            List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.PROXY_AUTHORIZATION, HttpHeaders.COOKIE, HttpHeaders.HOST);

    private static final List<String> OF_THE_BODY = List.of(
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.CONTENT_LENGTH,
            HttpHeaders.CONTENT_ENCODING,
            HttpHeaders.CONTENT_LANGUAGE,
            HttpHeaders.CONTENT_LOCATION,
            HttpHeaders.TRANSFER_ENCODING);

    /** Returns where to go from here, or empty if this is the answer. */
    static Optional<Redirect> of(Forwarding forwarding, HttpMethod method, URI from, int status, HttpHeaders answer) {
        String location = answer.getFirst(HttpHeaders.LOCATION);
        boolean isRedirect = List.of(301, 302, 303, 307, 308).contains(status);
        if (!isRedirect || location == null) {
            return Optional.empty();
        }
        URI target;
        try {
            target = from.resolve(location);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // whoever asked may make something of it
        }
        if (target.getHost() == null || !isFollowed(scheme(from), scheme(target))) {
            return Optional.empty();
        }
        return Optional.of(new Redirect(
                forwarding,
                next(method, status),
                target,
                !origin(from).equals(origin(target)),
                forwarding.isAmongHosts(target)));
    }

    private static boolean isFollowed(String from, String to) {
        return to.equals("https") || (to.equals("http") && from.equals("http"));
    }

    private static HttpMethod next(HttpMethod method, int status) {
        boolean becomesGet =
                status == 303 ? !method.equals(HttpMethod.HEAD) : status < 303 && method.equals(HttpMethod.POST);
        return becomesGet ? HttpMethod.GET : method;
    }

    private static String scheme(URI uri) {
        return Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
    }

    private static String origin(URI uri) {
        return scheme(uri) + "://" + Forwarding.host(uri) + ":" + Forwarding.port(uri);
    }

    /** Takes away what the next request must not have. */
    void removeFrom(HttpHeaders headers, HttpMethod before) {
        if (!isKnown) {
            headers.remove(forwarding.header());
        }
        if (leavesOrigin) {
            CREDENTIALS.forEach(headers::remove);
        }
        if (!before.equals(method)) {
            OF_THE_BODY.forEach(headers::remove);
        }
    }

    static String tooMany(URI last) {
        return "Sending a request that carries the tenant: it was redirected more than " + MOST + " times, at last by "
                + last.getHost() + ". Let services of the application answer where they are asked.";
    }
}
