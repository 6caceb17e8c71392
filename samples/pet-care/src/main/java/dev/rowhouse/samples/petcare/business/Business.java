package dev.rowhouse.samples.petcare.business;

import dev.rowhouse.SharedTable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A business, which is a tenant. */
@Entity
@Immutable
@Table(name = "business")
@SharedTable(reason = "The directory of tenants is read before a tenant is known, and holds nothing private")
public class Business {
    @Id
    private UUID id;

    private String slug;
    private String name;
    private String tagline;
    private String city;

    @Column(name = "time_zone")
    private String timeZone;

    private String currency;
    private LocalTime opens;
    private LocalTime closes;
    private String status;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected Business() {}

    public UUID getId() {
        return id;
    }

    public String getSlug() {
        return slug;
    }

    public String getName() {
        return name;
    }

    public String getTagline() {
        return tagline;
    }

    public String getCity() {
        return city;
    }

    public ZoneId getZone() {
        return ZoneId.of(timeZone);
    }

    public String getCurrency() {
        return currency;
    }

    public LocalTime getOpens() {
        return opens;
    }

    public LocalTime getCloses() {
        return closes;
    }

    public boolean isActive() {
        return status.equals("active");
    }

    /** The date that it is there. */
    public LocalDate today(Clock clock) {
        return LocalDate.ofInstant(clock.instant(), getZone());
    }

    /** An amount in the business's currency. */
    public Money money(long amount) {
        return new Money(amount, currency);
    }
}
