package dev.rowhouse.spring.web;

import dev.rowhouse.TenantContext;
import dev.rowhouse.spring.Tenant;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says whether a user may work for a tenant, and under which name. */
final class Admission {
    private static final Logger log = LoggerFactory.getLogger(Admission.class);

    private final Users users;
    private final TenantNames names;
    private final List<TenantMembership> memberships;
    private final List<UserTenants> sources;
    private final @Nullable Boolean required;
    private final ActorResolver actors;
    private final AtomicBoolean explained = new AtomicBoolean();

    /**
     * Creates one.
     *
     * @param memberships of the application; where there are any, they alone decide
     * @param sources what says to which tenants users belong, where the application does not
     * @param required whether users of whom nothing says where they belong are refused; or null for those of Spring Security
     */
    Admission(
            Users users,
            TenantNames names,
            List<TenantMembership> memberships,
            List<UserTenants> sources,
            @Nullable Boolean required,
            ActorResolver actors) {
        this.users = users;
        this.names = names;
        this.memberships = List.copyOf(memberships);
        this.sources = List.copyOf(sources);
        this.required = required;
        this.actors = actors;
    }

    /** Reads who is signed in. */
    @Nullable
    Principal userOf(HttpServletRequest request) {
        return users.of(request);
    }

    /** The context for a user, or for nobody. Throws a problem if he is no member. */
    TenantContext contextOf(TenantLookup.Named named, @Nullable Principal user) {
        TenantContext context = TenantContext.of(named.tenant().id());
        if (user == null) {
            return context;
        }
        require(user, named);
        return actors.resolve(user)
                .filter(name -> !name.isBlank())
                .map(context::withActor)
                .orElse(context);
    }

    private void require(Principal user, TenantLookup.Named named) {
        Tenant tenant = named.tenant();
        boolean member;
        if (!memberships.isEmpty()) {
            member = memberships.stream().allMatch(membership -> membership.isMember(user, tenant));
        } else if (!sources.isEmpty() || users.principal(user) instanceof TenantUser) {
            member = names.anyNames(UserTenants.principal(users).of(user), tenant)
                    || sources.stream().anyMatch(source -> names.anyNames(source.of(user), tenant));
        } else {
            member = named.chosenByApplication() || !isRequired(user);
            if (!member) {
                explain();
                throw Problems.notAMember("Nothing says to which tenants whoever is signed in belongs.");
            }
        }
        if (!member) {
            throw Problems.notAMember("Whoever is signed in does not belong to this tenant.");
        }
    }

    private boolean isRequired(Principal user) {
        return required == null ? users.mustBeMember(user) : required;
    }

    private void explain() {
        if (explained.compareAndSet(false, true)) {
            log.warn("Refusing requests of users who are signed in: nothing says to which tenants they belong."
                    + " Add a bean of type TenantMembership, let principals implement TenantUser, or set"
                    + " rowhouse.web.membership.claim or rowhouse.web.membership.authority-prefix."
                    + " rowhouse.web.membership.required=false lets each user work for each tenant.");
        }
    }
}
