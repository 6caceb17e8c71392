package dev.rowhouse.spring.messaging;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

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
}
