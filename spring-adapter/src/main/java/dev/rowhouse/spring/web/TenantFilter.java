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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.ErrorResponseException;

/**
 * Binds the tenant of a request while it is served. It is found once: later dispatches of the same request, asynchronous ones and
 * those to error pages, get the context of the first whatever has changed since then.
 */
final class TenantFilter implements Filter {
    private static final String CONTEXT = TenantFilter.class.getName() + ".context";

    private final Supplier<TenantLookup> lookup;
    private final Supplier<Exemption> exemption;

    TenantFilter(Supplier<TenantLookup> lookup, Supplier<Exemption> exemption) {
        this.lookup = lookup;
        this.exemption = exemption;
    }

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
        if (request.getAttribute(CONTEXT) instanceof TenantContext known) {
            return known;
        }
        if (request.getDispatcherType() != DispatcherType.REQUEST
                || exemption.get().isWithoutTenant(request)) {
            return null;
        }
        TenantContext context = lookup.get().contextOf(request);
        request.setAttribute(CONTEXT, context);
        return context;
    }
}
