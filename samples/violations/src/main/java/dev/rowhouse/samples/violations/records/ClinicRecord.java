package dev.rowhouse.samples.violations.records;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** What each clinic has of its own. Nothing is wrong here. */
@MappedSuperclass
public abstract class ClinicRecord {
    @Id
    @Nullable
    UUID id;

    @TenantId
    @Column(name = "tenant_id", updatable = false)
    @Nullable
    UUID tenantId;
}
