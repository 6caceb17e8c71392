package dev.rowhouse.spring.web;

import dev.rowhouse.spring.Tenant;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the tenant that a request names, or says why not. */
final class TenantLookup {
    private final List<RequestPart> parts;
    private final TenantNames names;

    TenantLookup(List<RequestPart> parts, TenantNames names) {
        this.parts = List.copyOf(parts);
        this.names = names;
    }

    /**
     * What a request names.
     *
     * @param chosenByApplication whether the application, rather than the client, said so
     */
    record Named(Tenant tenant, boolean chosenByApplication) {}

    /** The active tenant that a request names. Throws problems. */
    Named tenantOf(HttpServletRequest request) {
        Named named = named(request);
        if (named.tenant().status() != Tenant.Status.ACTIVE) {
            throw Problems.suspendedTenant("This tenant is suspended.");
        }
        return named;
    }

    private Named named(HttpServletRequest request) {
        RequestPart first = null;
        Tenant found = null;
        boolean chosenByApplication = false;
        for (RequestPart part : parts) {
            String text = part.resolver().resolve(request).orElse("").strip();
            if (text.isEmpty()) {
                continue;
            }
            Tenant tenant = find(text, part);
            chosenByApplication |= part.isOfApplication();
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
        return new Named(found, chosenByApplication);
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
        return names.find(text)
                .orElseThrow(() -> names.mayBe(text)
                        ? Problems.unknownTenant("There is no tenant as " + part.name() + " names it.")
                        : Problems.invalidTenant("What " + part.name() + " holds is no UUID. Send the tenant's id."));
    }
}
