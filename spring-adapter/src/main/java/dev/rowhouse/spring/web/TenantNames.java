package dev.rowhouse.spring.web;

import dev.rowhouse.spring.Tenant;
import dev.rowhouse.spring.TenantDirectory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks tenants up by id or name. Without a directory ids are taken as they are, and names are unknown. */
record TenantNames(@Nullable TenantDirectory directory) {
    private static final int LENGTH_OF_ID = 36;

    /** Returns the id that a text is, or null: {@link UUID#fromString} takes more than the usual form. */
    private static @Nullable UUID id(String text) {
        if (text.length() != LENGTH_OF_ID) {
            return null;
        }
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether a text may name a tenant: without a directory, ids do alone. */
    boolean mayBe(String text) {
        return directory != null || id(text) != null;
    }

    Optional<Tenant> find(String text) {
        UUID id = id(text);
        if (id != null) {
            return directory == null ? Optional.of(new Tenant(id, Tenant.Status.ACTIVE)) : directory.findById(id);
        }
        return directory == null ? Optional.empty() : directory.findByName(text.toLowerCase(Locale.ROOT));
    }

    /** Whether one of the texts names the tenant. Names are looked up only where no id does. */
    boolean anyNames(List<String> texts, Tenant tenant) {
        String id = tenant.id().toString();
        return texts.stream().anyMatch(id::equalsIgnoreCase)
                || texts.stream()
                        .filter(text -> id(text) == null)
                        .anyMatch(text -> find(text)
                                .map(Tenant::id)
                                .filter(tenant.id()::equals)
                                .isPresent());
    }
}
