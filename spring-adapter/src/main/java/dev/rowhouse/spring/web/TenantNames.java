package dev.rowhouse.spring.web;

import dev.rowhouse.spring.Tenant;
import dev.rowhouse.spring.TenantDirectory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks tenants up by id or name. Without a directory ids are taken as they are, and names are unknown. */
record TenantNames(@Nullable TenantDirectory directory) {
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

    static boolean isId(String text) {
        return UUID_TEXT.matcher(text).matches();
    }

    Optional<Tenant> find(String text) {
        if (isId(text)) {
            UUID id = UUID.fromString(text);
            return directory == null ? Optional.of(new Tenant(id, Tenant.Status.ACTIVE)) : directory.findById(id);
        }
        return directory == null ? Optional.empty() : directory.findByName(text.toLowerCase(Locale.ROOT));
    }

    /** Whether one of the texts names the tenant. Names are looked up only where no id does. */
    boolean anyNames(List<String> texts, Tenant tenant) {
        String id = tenant.id().toString();
        return texts.stream().anyMatch(id::equalsIgnoreCase)
                || texts.stream()
                        .filter(text -> !isId(text))
                        .anyMatch(text -> find(text)
                                .map(Tenant::id)
                                .filter(tenant.id()::equals)
                                .isPresent());
    }
}
