package dev.rowhouse.spring.web;

import dev.rowhouse.RowhouseException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

/** The tenants to which a user belongs, by id or name, as one source knows them. */
@FunctionalInterface
interface UserTenants {
    List<String> of(Principal user);

    /** The tenant of a user who has no other. */
    default Optional<String> only(@Nullable Principal user) {
        List<String> tenants = user == null ? List.of() : of(user);
        return tenants.size() == 1 ? Optional.of(tenants.get(0)) : Optional.empty();
    }

    /** All that the properties name. What a resolver reads of the user says where he belongs, too. */
    static List<UserTenants> of(TenantWebProperties properties, Users users) {
        List<UserTenants> sources = new ArrayList<>();
        TenantWebProperties.Membership membership = properties.membership();
        if (membership.claim() != null) {
            sources.add(claim(users, membership.claim()));
        }
        if (membership.authorityPrefix() != null) {
            sources.add(authorities(users, membership.authorityPrefix()));
        }
        if (properties.resolvers().contains(TenantWebProperties.Source.CLAIM)) {
            sources.add(claim(users, properties.claim().name()));
        }
        if (properties.resolvers().contains(TenantWebProperties.Source.PRINCIPAL)) {
            sources.add(ofPrincipal(users, properties.principal()));
        }
        return sources;
    }

    /** A claim of the token: one tenant, or a list. */
    static UserTenants claim(Users users, String name) {
        return user -> texts(users.claim(user, name));
    }

    /** What follows the prefix in authorities. */
    static UserTenants authorities(Users users, String prefix) {
        return user -> users.authorities(user)
                .filter(authority -> authority.startsWith(prefix))
                .map(authority -> authority.substring(prefix.length()))
                .toList();
    }

    /** The principal itself knows them. */
    static UserTenants principal(Users users) {
        return user -> users.principal(user) instanceof TenantUser known ? texts(known.tenantIds()) : List.of();
    }

    /** The principal itself knows them, or has a property that does. */
    static UserTenants ofPrincipal(Users users, TenantWebProperties.PrincipalProperty properties) {
        return properties.property() == null ? principal(users) : property(users, properties.property());
    }

    /** A property of the principal: one tenant, or several. */
    private static UserTenants property(Users users, String property) {
        Expression expression = new SpelExpressionParser().parseExpression(property);
        SimpleEvaluationContext readOnly =
                SimpleEvaluationContext.forReadOnlyDataBinding().build();
        return user -> {
            Object principal = users.principal(user);
            try {
                return texts(expression.getValue(readOnly, principal));
            } catch (EvaluationException e) {
                throw new RowhouseException(
                        "Reading the tenant of whoever is signed in: \"" + property + "\" cannot be read of "
                                + (principal == null
                                        ? "nothing"
                                        : principal.getClass().getName()) + " ("
                                + e.getMessage() + "). Name a property of the principal in"
                                + " rowhouse.web.principal.property.",
                        e);
            }
        };
    }

    private static List<String> texts(@Nullable Object value) {
        Stream<?> values = value instanceof Collection<?> several
                ? several.stream()
                : value instanceof Object[] several ? Arrays.stream(several) : Stream.ofNullable(value);
        return values.filter(Objects::nonNull)
                .map(text -> text.toString().strip())
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
    }
}
