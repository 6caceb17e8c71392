package dev.rowhouse.samples.petcare.payments;

import dev.rowhouse.hibernate.CreatedAt;
import dev.rowhouse.hibernate.CreatedBy;
import dev.rowhouse.hibernate.GeneratedUuidV7;
import dev.rowhouse.samples.petcare.bookings.Appointment;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Money that was taken for an appointment, or given back. It is written once and never changed. */
@Entity
@Immutable
@Table(name = "payment")
public class Payment {
    @Id
    @GeneratedUuidV7
    private @Nullable UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private @Nullable UUID tenantId;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "appointment_id", nullable = false)
    private Appointment appointment;

    private String kind;
    private long amount;
    private String currency;

    @Column(name = "refund_of")
    private @Nullable UUID refundOf;

    @JdbcTypeCode(SqlTypes.JSON)
    private JsonNode metadata;

    @Column(name = "idempotency_key")
    private @Nullable String idempotencyKey;

    @CreatedAt
    @Column(name = "created_at")
    private @Nullable Instant createdAt;

    @CreatedBy
    @Column(name = "created_by")
    private @Nullable String createdBy;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected Payment() {}

    public Payment(
            Appointment appointment,
            String kind,
            long amount,
            String currency,
            @Nullable UUID refundOf,
            JsonNode metadata,
            @Nullable String idempotencyKey) {
        this.appointment = appointment;
        this.kind = kind;
        this.amount = amount;
        this.currency = currency;
        this.refundOf = refundOf;
        this.metadata = metadata;
        this.idempotencyKey = idempotencyKey;
    }

    public UUID getId() {
        return Objects.requireNonNull(id);
    }

    Appointment getAppointment() {
        return appointment;
    }

    public String getKind() {
        return kind;
    }

    /** In the smallest unit of the currency. */
    public long getAmount() {
        return amount;
    }

    public String getCurrency() {
        return currency;
    }

    public @Nullable UUID getRefundOf() {
        return refundOf;
    }

    public JsonNode getMetadata() {
        return metadata;
    }

    public @Nullable Instant getCreatedAt() {
        return createdAt;
    }

    public @Nullable String getCreatedBy() {
        return createdBy;
    }
}
