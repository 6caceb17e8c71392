package dev.rowhouse.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Knows who is signed in, and what is known of him. */
interface Users {
    /** Those of the Servlet container. */
    Users OF_SERVLETS = HttpServletRequest::getUserPrincipal;

    /** The user of a request, or null for nobody. */
    @Nullable
    Principal of(HttpServletRequest request);

    /** The application's own object for a user. */
    default @Nullable Object principal(Principal user) {
        return user;
    }

    /** A claim of a user's token, or null if there is none. */
    default @Nullable Object claim(Principal user, String name) {
        return null;
    }

    /** What a user may do, in words. */
    default Stream<String> authorities(Principal user) {
        return Stream.empty();
    }

    /** Whether it must be known to which tenants a user belongs, unless the properties say otherwise. */
    default boolean mustBeMember(Principal user) {
        return false;
    }
}
