package dev.rowhouse.samples.petcare.config;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.WebUtils;

/**
 * Who is at the desk. In place of a sign-in, which this sample leaves out: the header that a proxy in front would set, or the cookie
 * of the pages. It comes before the adapter's filter, which takes the user for the actor.
 */
@Component
@Order(-95)
class FrontDesk extends OncePerRequestFilter {
    private static final String HEADER = "X-Forwarded-User";
    private static final int LONGEST = 100;

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Principal user = user(request);
        chain.doFilter(user == null ? request : new SignedIn(request, user), response);
    }

    private static @Nullable Principal user(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HEADER))
                .or(() ->
                        Optional.ofNullable(WebUtils.getCookie(request, "desk")).map(FrontDesk::decoded))
                .map(String::strip)
                .filter(name -> !name.isEmpty()
                        && name.length() <= LONGEST
                        && name.chars().noneMatch(Character::isISOControl))
                .<Principal>map(name -> () -> name)
                .orElse(null);
    }

    private static String decoded(Cookie cookie) {
        try {
            return URLDecoder.decode(cookie.getValue(), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static final class SignedIn extends HttpServletRequestWrapper {
        private final Principal user;

        SignedIn(HttpServletRequest request, Principal user) {
            super(request);
            this.user = user;
        }

        @Override
        public Principal getUserPrincipal() {
            return user;
        }

        @Override
        public String getRemoteUser() {
            return user.getName();
        }
    }
}
