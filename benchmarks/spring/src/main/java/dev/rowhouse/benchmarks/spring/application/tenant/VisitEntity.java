package dev.rowhouse.benchmarks.spring.application.tenant;

import dev.rowhouse.benchmarks.spring.application.VisitAnswer;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "visit")
class VisitEntity {
    @Id
    private @Nullable UUID id;

    @TenantId
    private @Nullable UUID tenantId;

    private @Nullable OffsetDateTime startsAt;
    private @Nullable String pet;
    private @Nullable String note;

    VisitAnswer toAnswer() {
        if (id == null || tenantId == null || startsAt == null || pet == null || note == null) {
            throw new IllegalStateException("Reading visit " + id + ": a column is null.");
        }
        return new VisitAnswer(id, startsAt, pet, note);
    }
}
