package dev.rowhouse.testkit.spring;

import static java.util.Objects.requireNonNull;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Locale;
import org.springframework.core.env.Environment;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * Requests of tenants, for MockMvc:
 *
 * <pre>{@code
 * mvc.perform(get("/pets").with(tenant("acme")));
 * }</pre>
 *
 * @since 0.1
 */
public final class TenantRequests {
    /** Where the adapter's filter finds the context of a request before it asks anybody. */
    private static final String CONTEXT = TenantContext.class.getName();

    private TenantRequests() {}

    /**
     * Sends a tenant the way the application's first configured resolver ({@code rowhouse.web.resolvers}) reads it: so what clients
     * do is tested, and whether the tenant is known and the user its member.
     *
     * @param tenant an id or a name, as a client would send it
     * @return for {@code with(…)}
     */
    public static RequestPostProcessor tenant(String tenant) {
        requireNonNull(tenant, "tenant");
        return request -> {
            Environment environment = WebApplicationContextUtils.getRequiredWebApplicationContext(
                            request.getServletContext())
                    .getEnvironment();
            send(tenant, request, environment);
            return request;
        };
    }

    /**
     * Serves a request for a tenant, without asking any resolver, the directory or the membership.
     *
     * @param context the tenant, and who works for it
     * @return for {@code with(…)}
     */
    public static RequestPostProcessor tenant(TenantContext context) {
        requireNonNull(context, "context");
        return request -> {
            request.setAttribute(CONTEXT, context);
            return request;
        };
    }

    private static void send(String tenant, MockHttpServletRequest request, Environment environment) {
        String resolver = first(environment, "rowhouse.web.resolvers", "").toLowerCase(Locale.ROOT);
        switch (resolver) {
            case "header" ->
                request.addHeader(environment.getProperty("rowhouse.web.header.name", "X-Tenant-ID"), tenant);
            case "subdomain" ->
                request.setServerName(
                        tenant + "." + first(environment, "rowhouse.web.subdomain.base-domains", "localhost"));
            case "host" -> request.setServerName(tenant);
            case "session" -> {
                HttpSession session = requireNonNull(request.getSession());
                session.setAttribute(environment.getProperty("rowhouse.web.session.attribute", "tenant"), tenant);
            }
            default ->
                throw new RowhouseException("Sending tenant \"" + tenant + "\" with a request: "
                        + (resolver.isEmpty() ? "no resolver is configured" : "the first resolver is " + resolver)
                        + ", for which the test has to write the request. Write the tenant into it, or say"
                        + " tenant(TenantContext.of(…)).");
        }
    }

    private static String first(Environment environment, String property, String standard) {
        String indexed = environment.getProperty(property + "[0]");
        List<?> all = environment.getProperty(property, List.class, List.of());
        return indexed != null ? indexed : all.isEmpty() ? standard : String.valueOf(all.get(0));
    }
}
