package dev.rowhouse.spring.web;

import dev.rowhouse.TenantContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.ErrorResponseException;

/**
 * Binds the tenant of a request while it is served. It is found once: later dispatches of the same request, asynchronous ones and
 * those to error pages, get the context of the first whatever has changed since then.
 */
final class TenantFilter implements Filter {
    /** What tests put into a request in place of what clients send; clients cannot. */
    private static final String GIVEN = TenantContext.class.getName();

    private static final String ADMITTED = TenantFilter.class.getName() + ".admitted";

    private final Supplier<TenantLookup> lookup;
    private final Supplier<Admission> admission;
    private final Supplier<Exemption> exemption;

    TenantFilter(Supplier<TenantLookup> lookup, Supplier<Admission> admission, Supplier<Exemption> exemption) {
        this.lookup = lookup;
        this.admission = admission;
        this.exemption = exemption;
    }

    /** What is known of a request: its tenant, who was signed in when it was found, and the context of both. */
    private record Admitted(
            TenantLookup.Named named, @Nullable Principal user, TenantContext context) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        TenantContext context;
        try {
            context = contextOf(http);
        } catch (ErrorResponseException e) {
            Problems.write(e, http, (HttpServletResponse) response);
            return;
        }
        if (context == null) {
            chain.doFilter(request, response);
        } else {
            doFilter(context, request, response, chain);
        }
    }

    private static void doFilter(
            TenantContext context, ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            context.<Exception>run(() -> chain.doFilter(request, response));
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    private @Nullable TenantContext contextOf(HttpServletRequest request) {
        if (request.getAttribute(ADMITTED) instanceof Admitted known) {
            return known.context();
        }
        if (request.getAttribute(GIVEN) instanceof TenantContext given) {
            return given;
        }
        if (request.getDispatcherType() != DispatcherType.REQUEST
                || exemption.get().isWithoutTenant(request)) {
            return null;
        }
        TenantLookup.Named named = lookup.get().tenantOf(request);
        return admit(named, admission.get().userOf(request), request);
    }

    private TenantContext admit(TenantLookup.Named named, @Nullable Principal user, HttpServletRequest request) {
        TenantContext context = admission.get().contextOf(named, user);
        request.setAttribute(ADMITTED, new Admitted(named, user, context));
        return context;
    }

    /**
     * A second filter, behind Spring Security, for where this one stands before it and cannot know the user: it lets nobody
     * through who has been signed in since then and is no member.
     */
    Filter afterSignIn() {
        return (request, response, chain) -> {
            HttpServletRequest http = (HttpServletRequest) request;
            Principal user = admission.get().userOf(http);
            if (user == null
                    || !(request.getAttribute(ADMITTED) instanceof Admitted known)
                    || user.equals(known.user())) {
                chain.doFilter(request, response);
                return;
            }
            TenantContext context;
            try {
                context = admit(known.named(), user, http);
            } catch (ErrorResponseException e) {
                Problems.write(e, http, (HttpServletResponse) response);
                return;
            }
            doFilter(context, request, response, chain);
        };
    }
}
