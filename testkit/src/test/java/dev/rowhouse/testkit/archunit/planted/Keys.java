package dev.rowhouse.testkit.archunit.planted;

import dev.rowhouse.SharedTable;
import dev.rowhouse.testkit.archunit.planted.Entities.Base;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import java.util.UUID;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.TenantId;

/** Unique keys. */
public final class Keys {
    private Keys() {}

    @Entity
    @Table(uniqueConstraints = @UniqueConstraint(columnNames = {"email", "phone"}))
    public static class Constraint extends Base {}

    @Entity
    @Table(indexes = {@Index(columnList = "name"), @Index(columnList = "email desc, phone", unique = true)})
    public static class UniqueIndex extends Base {}

    @Entity
    @SecondaryTable(name = "details", uniqueConstraints = @UniqueConstraint(columnNames = "email"))
    public static class Secondary extends Base {}

    @Entity
    public static class UniqueColumn extends Base {
        @Column(unique = true)
        String email;
    }

    @Entity
    public static class UniqueLink extends Base {
        @JoinColumn(unique = true)
        UUID other;
    }

    @MappedSuperclass
    public abstract static class WithChip extends Base {
        @Column(unique = true)
        String chip;
    }

    @Entity
    public static class FromAbove extends WithChip {}

    @Embeddable
    public static class Address {
        @Column(unique = true)
        String email;
    }

    @Entity
    public static class FromEmbedded extends Base {
        @Embedded
        Address address;
    }

    @Entity
    public static class Natural extends Base {
        @NaturalId
        String slug;
    }

    @Entity
    @Table(
            uniqueConstraints = @UniqueConstraint(columnNames = {"tenant_id", "email"}),
            indexes = {@Index(columnList = "phone"), @Index(columnList = "TENANT_ID, phone desc", unique = true)})
    public static class WithTenant extends Base {}

    @Entity
    @Table(uniqueConstraints = @UniqueConstraint(columnNames = {"clinic", "email"}))
    @AttributeOverride(name = "tenantId", column = @Column(name = "clinic"))
    public static class Renamed extends Base {}

    @Entity
    @Table(uniqueConstraints = @UniqueConstraint(columnNames = {"org_id", "email"}))
    public static class NamedInPlace {
        @Id
        UUID id;

        @TenantId
        @Column(name = "org_id")
        UUID organisation;
    }

    @Entity
    public static class NaturalWithTenant {
        @Id
        UUID id;

        @NaturalId
        @TenantId
        UUID tenantId;

        @NaturalId
        String slug;
    }

    @Entity
    public static class OneForEachTenant {
        @Id
        UUID id;

        @TenantId
        @Column(unique = true)
        UUID tenantId;
    }

    @SharedTable(reason = "a list of the world's currencies")
    @Entity
    public static class Currency {
        @Id
        UUID id;

        @NaturalId
        @Column(unique = true)
        String code;
    }
}
