package dev.rowhouse.spring.messaging;

import dev.rowhouse.TenantContext;
import dev.rowhouse.spring.Tenant;
import dev.rowhouse.spring.TenantDirectory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** A directory in which tenants come and go. */
final class Tenants implements TenantDirectory {
    private final Map<UUID, Tenant.Status> known = new ConcurrentHashMap<>();

    /** As Spring would find it. */
    ObjectProvider<TenantDirectory> provided() {
        return new StaticListableBeanFactory(Map.of("tenants", this)).getBeanProvider(TenantDirectory.class);
    }

    void set(TenantContext tenant, Tenant.Status status) {
        known.put(tenant.tenantId(), status);
    }

    void remove(TenantContext tenant) {
        known.remove(tenant.tenantId());
    }

    @Override
    public Optional<Tenant> findByName(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Tenant> findById(UUID id) {
        return Optional.ofNullable(known.get(id)).map(status -> new Tenant(id, status));
    }

    @Override
    public List<UUID> activeTenants() {
        return List.copyOf(known.keySet());
    }
}
