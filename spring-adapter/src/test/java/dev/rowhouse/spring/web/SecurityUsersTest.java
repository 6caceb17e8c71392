package dev.rowhouse.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.core.user.DefaultOAuth2User;

/** Who is signed in, as the holders of security contexts say. */
class SecurityUsersTest {
    private final SecurityUsers users = new SecurityUsers(() -> null);

    @AfterEach
    void sign_out() {
        SecurityContextHolder.clearContext();
    }

    private static void signIn(Authentication user) {
        SecurityContextHolder.setContext(new SecurityContextImpl(user));
    }

    private static HttpServletRequest request(@Nullable Principal user) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setUserPrincipal(user);
        return request;
    }

    @Test
    void the_security_context_comes_first_and_the_container_second() {
        Principal ofContainer = () -> "container";
        Authentication dana = new TestingAuthenticationToken("dana", "secret");

        assertThat(users.of(request(null))).isNull();
        assertThat(users.of(request(ofContainer))).isSameAs(ofContainer);
        signIn(dana);
        assertThat(users.of(request(null))).isSameAs(dana);
        assertThat(users.of(request(ofContainer))).isSameAs(dana);
    }

    @Test
    void anonymous_is_nobody() {
        signIn(new AnonymousAuthenticationToken(
                "key", "anonymous", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")));

        assertThat(users.of(request(null))).isNull();
    }

    @Test
    void a_holder_of_the_applications_own_is_asked() {
        Authentication eve = new TestingAuthenticationToken("eve", "secret");
        SecurityContext context = new SecurityContextImpl(eve);
        SecurityUsers elsewhere = new SecurityUsers(() -> new SecurityContextHolderStrategy() {
            @Override
            public SecurityContext getContext() {
                return context;
            }

            @Override
            public void setContext(SecurityContext other) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void clearContext() {
                throw new UnsupportedOperationException();
            }

            @Override
            public SecurityContext createEmptyContext() {
                throw new UnsupportedOperationException();
            }
        });
        signIn(new TestingAuthenticationToken("dana", "secret"));

        assertThat(elsewhere.of(request(null))).isSameAs(eve);
    }

    @Test
    void users_of_a_login_have_claims_too() {
        Authentication user = new TestingAuthenticationToken(
                new DefaultOAuth2User(
                        AuthorityUtils.createAuthorityList("OAUTH2_USER"),
                        Map.of("sub", "7", "tenants", List.of("acme", "bolt")),
                        "sub"),
                "secret");

        assertThat(UserTenants.claim(users, "tenants").of(user)).containsExactly("acme", "bolt");
        assertThat(UserTenants.claim(users, "tenants").only(user)).isEmpty();
        assertThat(UserTenants.claim(users, "sub").only(user)).hasValue("7");
        assertThat(UserTenants.claim(users, "business").of(user)).isEmpty();
        assertThat(UserTenants.claim(users, "sub").of(() -> "dana")).isEmpty();
    }
}
