package dev.rowhouse.spring.web;

import dev.rowhouse.TenantContext;
import dev.rowhouse.spring.Tenant;
import dev.rowhouse.spring.TenantDirectory;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes of what a request names the context it runs in, or says why not. */
final class TenantLookup {
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

    private final List<RequestPart> parts;
    private final @Nullable TenantDirectory directory;
    private final List<TenantMembership> memberships;

    TenantLookup(List<RequestPart> parts, @Nullable TenantDirectory directory, List<TenantMembership> memberships) {
        this.parts = List.copyOf(parts);
        this.directory = directory;
        this.memberships = List.copyOf(memberships);
    }

    /** The context of a request. Throws problems. */
    TenantContext contextOf(HttpServletRequest request) {
        Tenant tenant = tenantOf(request);
        Principal user = request.getUserPrincipal();
        if (tenant.status() != Tenant.Status.ACTIVE) {
            throw Problems.suspendedTenant("This tenant is suspended.");
        }
        if (user == null) {
            return TenantContext.of(tenant.id());
        }
        if (!memberships.stream().allMatch(membership -> membership.isMember(user, tenant))) {
            throw Problems.notAMember("Whoever is signed in does not belong to this tenant.");
        }
        return TenantContext.of(tenant.id()).withActor(user.getName());
    }

    private Tenant tenantOf(HttpServletRequest request) {
        RequestPart first = null;
        Tenant found = null;
        for (RequestPart part : parts) {
            Optional<String> text =
                    part.resolver().resolve(request).map(String::strip).filter(name -> !name.isEmpty());
            if (text.isEmpty()) {
                continue;
            }
            Tenant tenant = find(text.get(), part);
            if (first == null || found == null) {
                first = part;
                found = tenant;
            } else if (!found.id().equals(tenant.id())) {
                throw Problems.ambiguousTenant("The tenant of " + first.name() + " and that of " + part.name()
                        + " are not the same. Name one.");
            }
        }
        if (found == null) {
            throw nothingFound(request);
        }
        return found;
    }

    private RuntimeException nothingFound(HttpServletRequest request) {
        for (RequestPart part : parts) {
            if (part.isForeign().test(request)) {
                return Problems.unknownTenant("There is no tenant at this domain.");
            }
        }
        return Problems.missingTenant("The request names no tenant. It is taken from "
                + parts.stream().map(RequestPart::name).collect(Collectors.joining(" or ")) + ".");
    }

    private Tenant find(String text, RequestPart part) {
        boolean isId = UUID_TEXT.matcher(text).matches();
        if (directory == null) {
            if (!isId) {
                throw Problems.invalidTenant("What " + part.name() + " holds is no UUID. Send the tenant's id.");
            }
            return new Tenant(UUID.fromString(text), Tenant.Status.ACTIVE);
        }
        Optional<Tenant> tenant =
                isId ? directory.findById(UUID.fromString(text)) : directory.findByName(text.toLowerCase(Locale.ROOT));
        return tenant.orElseThrow(() -> Problems.unknownTenant("There is no tenant as " + part.name() + " names it."));
    }
}
