package dev.rowhouse.samples.violations.records;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Wrong: the tenant is a column like any other. Hibernate neither fills nor asks for it. */
@Entity
public class Invoice {
    @Id
    @Nullable
    UUID id;

    @Nullable
    UUID tenantId;

    /** Creates an invoice, for Hibernate. */
    protected Invoice() {}
}
