package dev.rowhouse.spring.web;

import dev.rowhouse.RowhouseException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * A resolver with its name in messages.
 *
 * @param name what it looks at, in words
 * @param resolver who looks
 * @param isForeign whether a request that names no tenant asks for something that cannot be here
 * @param isOfApplication whether the application, rather than the client, puts the tenant there
 */
record RequestPart(
        String name, TenantResolver resolver, Predicate<HttpServletRequest> isForeign, boolean isOfApplication) {
    RequestPart(String name, TenantResolver resolver) {
        this(name, resolver, request -> false, false);
    }

    private RequestPart(String name, TenantResolver resolver, Predicate<HttpServletRequest> isForeign) {
        this(name, resolver, isForeign, false);
    }

    static RequestPart of(TenantWebProperties.Source source, TenantWebProperties properties, Users users) {
        return switch (source) {
            case HEADER -> header(properties.header().name());
            case SUBDOMAIN -> subdomain(properties.subdomain());
            case PATH -> path(properties.path().pattern());
            case HOST -> new RequestPart("the host", request -> Optional.of(host(request)));
            case SESSION -> session(properties.session().attribute());
            case CLAIM -> {
                String claim = properties.claim().name();
                yield user("the claim " + claim, users, UserTenants.claim(users, claim));
            }
            case PRINCIPAL ->
                user("the user who is signed in", users, UserTenants.ofPrincipal(users, properties.principal()));
        };
    }

    private static RequestPart header(String name) {
        return new RequestPart("the header " + name, request -> {
            Enumeration<String> values = request.getHeaders(name);
            if (!values.hasMoreElements()) {
                return Optional.empty();
            }
            String value = values.nextElement().strip();
            while (values.hasMoreElements()) {
                if (!values.nextElement().strip().equals(value)) {
                    throw Problems.ambiguousTenant("The header " + name + " was sent several times. Send it once.");
                }
            }
            return Optional.of(value);
        });
    }

    private static RequestPart subdomain(TenantWebProperties.Subdomain properties) {
        if (properties.baseDomains().isEmpty()) {
            throw new RowhouseException("Resolving tenants by subdomain: it is not said of which domain."
                    + " Set rowhouse.web.subdomain.base-domains.");
        }
        List<String> domains = properties.baseDomains().stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .toList();
        return new RequestPart(
                "the subdomain",
                request -> {
                    String host = host(request);
                    return domains.stream()
                            .filter(domain -> host.endsWith("." + domain))
                            .map(domain -> host.substring(0, host.length() - domain.length() - 1))
                            .filter(name -> !properties.ignored().contains(name))
                            .findFirst();
                },
                request -> {
                    String host = host(request);
                    return domains.stream().noneMatch(domain -> host.equals(domain) || host.endsWith("." + domain));
                });
    }

    private static RequestPart path(String pattern) {
        PathPattern parsed = PathPatternParser.defaultInstance.parse(pattern);
        if (!pattern.contains("{tenant}") && !pattern.contains("{tenant:")) {
            throw new RowhouseException("Resolving tenants by path: the pattern " + pattern
                    + " has no variable \"tenant\". Set rowhouse.web.path.pattern to something like /{tenant}/**.");
        }
        return new RequestPart(
                "the path",
                request -> Optional.ofNullable(parsed.matchAndExtract(pathOf(request)))
                        .map(match -> match.getUriVariables().get("tenant")));
    }

    private static RequestPart session(String attribute) {
        return new RequestPart(
                "the session",
                request -> {
                    HttpSession session = request.getSession(false);
                    return Optional.ofNullable(session)
                            .map(some -> some.getAttribute(attribute))
                            .map(Object::toString);
                },
                request -> false,
                true);
    }

    private static RequestPart user(String name, Users users, UserTenants tenants) {
        return new RequestPart(name, request -> tenants.only(users.of(request)));
    }

    /** As proxies pass it on, if the application believes them; without the port. */
    private static String host(HttpServletRequest request) {
        String host = request.getServerName().toLowerCase(Locale.ROOT);
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** The path as Spring MVC matches it. */
    static PathContainer pathOf(HttpServletRequest request) {
        Object before = request.getAttribute(ServletRequestPathUtils.PATH_ATTRIBUTE);
        try {
            return ServletRequestPathUtils.parseAndCache(request).pathWithinApplication();
        } finally {
            request.setAttribute(ServletRequestPathUtils.PATH_ATTRIBUTE, before);
        }
    }
}
