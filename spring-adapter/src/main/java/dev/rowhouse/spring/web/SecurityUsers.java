package dev.rowhouse.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.util.ClassUtils;

/** Those whom Spring Security has signed in, also where it leaves the request as it is; else those of the Servlet container. */
final class SecurityUsers implements Users {
    private static final boolean TOKENS = ClassUtils.isPresent(
            "org.springframework.security.oauth2.core.ClaimAccessor", Users.class.getClassLoader());

    private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();
    private final Supplier<@Nullable SecurityContextHolderStrategy> strategy;

    /** Creates one. Without a strategy of the application it is the one that {@link SecurityContextHolder} has. */
    SecurityUsers(Supplier<@Nullable SecurityContextHolderStrategy> strategy) {
        this.strategy = strategy;
    }

    static boolean knowTokens() {
        return TOKENS;
    }

    @Override
    public @Nullable Principal of(HttpServletRequest request) {
        SecurityContextHolderStrategy own = strategy.get();
        Authentication user = (own == null ? SecurityContextHolder.getContextHolderStrategy() : own)
                .getContext()
                .getAuthentication();
        return user == null || trust.isAnonymous(user) ? request.getUserPrincipal() : user;
    }

    @Override
    public @Nullable Object principal(Principal user) {
        return user instanceof Authentication authentication ? authentication.getPrincipal() : user;
    }

    @Override
    public @Nullable Object claim(Principal user, String name) {
        return TOKENS && user instanceof Authentication authentication ? TokenClaims.find(authentication, name) : null;
    }

    @Override
    public Stream<String> authorities(Principal user) {
        return user instanceof Authentication authentication
                ? authentication.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .filter(Objects::nonNull)
                : Stream.empty();
    }

    @Override
    public boolean mustBeMember(Principal user) {
        return user instanceof Authentication;
    }

    /** Claims of JWTs, introspected tokens, users of OAuth 2.0 and OpenID Connect. Loaded only where those are. */
    private static final class TokenClaims {
        private TokenClaims() {}

        static @Nullable Object find(Authentication user, String name) {
            Object claim = of(user.getPrincipal()).get(name);
            return claim == null ? of(user.getCredentials()).get(name) : claim;
        }

        private static Map<String, Object> of(@Nullable Object token) {
            if (token instanceof ClaimAccessor accessor) {
                return accessor.getClaims();
            }
            return token instanceof OAuth2AuthenticatedPrincipal principal ? principal.getAttributes() : Map.of();
        }
    }
}
