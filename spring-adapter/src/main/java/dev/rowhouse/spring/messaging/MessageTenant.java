package dev.rowhouse.spring.messaging;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.spring.RefusedTenantException;
import dev.rowhouse.spring.Tenant;
import dev.rowhouse.spring.TenantDirectory;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;

/** Reads what a message says about its tenant. */
final class MessageTenant {
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

    private MessageTenant() {}

    /** Never repeats what was sent. */
    static Optional<TenantContext> read(List<String> texts, String where) {
        List<String> distinct = texts.stream().distinct().toList();
        if (distinct.isEmpty()) {
            return Optional.empty();
        }
        if (distinct.size() > 1) {
            throw new RowhouseException("Reading the tenant of a message: " + where + " names " + distinct.size()
                    + " tenants. Send one message for each.");
        }
        if (!UUID_TEXT.matcher(distinct.get(0)).matches()) {
            throw new RowhouseException("Reading the tenant of a message: " + where
                    + " holds no UUID. Let the sender write the tenant's id.");
        }
        return Optional.of(TenantContext.of(UUID.fromString(distinct.get(0))));
    }

    /** Whoever wrote the message may not have known that the tenant is gone by now. */
    static void requireActive(TenantContext context, ObjectProvider<TenantDirectory> directory) {
        TenantDirectory known = directory.getIfAvailable();
        if (known == null) {
            return;
        }
        Tenant tenant = known.findById(context.tenantId())
                .orElseThrow(() -> new RefusedTenantException("Hearing a message for " + context
                        + ": the TenantDirectory knows no tenant of this id. Put the message aside, and see who sends for"
                        + " tenants that do not exist."));
        if (tenant.status() != Tenant.Status.ACTIVE) {
            throw new RefusedTenantException("Hearing a message for " + context + ": it is " + tenant.status()
                    + ". Put the message aside until the tenant is active again.");
        }
    }
}
