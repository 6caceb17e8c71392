package dev.rowhouse.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.annotations.SQLDelete;
import org.hibernate.annotations.SoftDelete;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mappings that would not hold are refused when the session factory is built. */
class RefusedMappingsIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder().build();

    @Entity(name = "NoVersion")
    static class NoVersion {
        @Id
        long id;

        @DeletedAt
        @Nullable
        Instant deletedAt;
    }

    @Entity(name = "WrongTypes")
    static class WrongTypes {
        @Id
        long id;

        @DeletedAt
        @Nullable
        LocalDateTime deletedAt;

        @DeletedBy
        @Nullable
        Long deletedBy;

        @Version
        @Nullable
        Instant version;
    }

    @Entity(name = "OnlyWho")
    static class OnlyWho {
        @Id
        long id;

        @DeletedBy
        @Nullable
        String deletedBy;
    }

    @Entity(name = "Elsewhere")
    @SecondaryTable(name = "aside")
    static class Elsewhere {
        @Id
        long id;

        @DeletedAt
        @Column(table = "aside")
        @Nullable
        Instant deletedAt;

        @Version
        int version;
    }

    @Entity(name = "Root")
    static class Root {
        @Id
        long id;

        @Version
        int version;
    }

    @Entity(name = "Below")
    static class Below extends Root {
        @DeletedAt
        @Nullable
        Instant deletedAt;
    }

    @Entity(name = "TwoWays")
    @SQLDelete(sql = "update two_ways set gone = true where id = ? and version = ?")
    static class TwoWays {
        @Id
        long id;

        @DeletedAt
        @Nullable
        Instant deletedAt;

        @Version
        int version;
    }

    @Entity(name = "HibernatesOwn")
    @SoftDelete
    static class HibernatesOwn {
        @Id
        long id;

        @DeletedAt
        @Nullable
        Instant deletedAt;

        @Version
        int version;
    }

    @Entity(name = "Line")
    static class Line {
        @Id
        long id;
    }

    @Entity(name = "SoftLine")
    static class SoftLine {
        @Id
        long id;

        @Nullable
        Long orderId;

        @DeletedAt
        @Nullable
        Instant deletedAt;

        @Version
        int version;
    }

    @Entity(name = "Order")
    static class Order {
        @Id
        long id;

        @DeletedAt
        @Nullable
        Instant deletedAt;

        @Version
        int version;

        @OneToMany(cascade = CascadeType.REMOVE)
        List<Line> lines = new ArrayList<>();

        @OneToMany
        @JoinColumn(name = "order_id")
        @OnDelete(action = OnDeleteAction.CASCADE)
        List<SoftLine> softLines = new ArrayList<>();
    }

    @Entity(name = "TextTenant")
    static class TextTenant {
        @Id
        long id;

        @TenantId
        @Nullable
        String tenant;
    }

    @Entity(name = "WrongAudit")
    static class WrongAudit {
        @Id
        long id;

        @CreatedAt
        @Nullable
        LocalDateTime createdAt;
    }

    @Entity(name = "WrongAuthor")
    static class WrongAuthor {
        @Id
        long id;

        @UpdatedBy
        @Nullable
        Long updatedBy;
    }

    private static void start(Class<?>... entities) {
        try (SessionFactory factory = Hibernate.start(
                database.dataSource(), Map.of("hibernate.boot.allow_jdbc_metadata_access", "true"), entities)) {
            assertThat(factory.isOpen()).isTrue();
        }
    }

    @Test
    void all_problems_come_at_once() {
        String here = RefusedMappingsIT.class.getName() + "$";

        assertThatThrownBy(() -> start(
                        NoVersion.class,
                        WrongTypes.class,
                        OnlyWho.class,
                        Elsewhere.class,
                        Root.class,
                        Below.class,
                        TwoWays.class,
                        HibernatesOwn.class,
                        Line.class,
                        SoftLine.class,
                        Order.class,
                        TextTenant.class))
                .isInstanceOf(RowhouseException.class)
                .hasMessageStartingWith("Building a session factory: found 12 problems in the mapping.\n - ")
                .hasMessageContainingAll(
                        here
                                + "NoVersion is soft-deletable and has no version, so that merging an instance of a deleted row"
                                + " would insert it once more: add a @Version of type long",
                        here + "WrongTypes.deletedAt with @DeletedAt is a java.time.LocalDateTime: make it Instant or"
                                + " OffsetDateTime",
                        here + "WrongTypes.deletedBy with @DeletedBy is a java.lang.Long: make it String",
                        here + "WrongTypes.version with @Version is a java.time.Instant: make it long, int or short",
                        here + "OnlyWho has @DeletedBy without @DeletedAt: add it",
                        here
                                + "Elsewhere.deletedAt with @DeletedAt is in the secondary table aside: move it to Elsewhere",
                        here
                                + "Below.deletedAt is marked for the soft delete below the root of its hierarchy: put @DeletedAt"
                                + " and @DeletedBy on " + here + "Root",
                        here + "TwoWays has @DeletedAt beside @SQLDelete: remove @SQLDelete",
                        here + "HibernatesOwn has @DeletedAt beside @SoftDelete, @Audited or @Temporal"
                                + " (SoftDeleteStateManagement): leave one of them",
                        here + "Order.lines cascades the removal to " + here
                                + "Line, whose rows would be gone for good and"
                                + " missing after a restore: give that entity @DeletedAt, or do not cascade REMOVE",
                        here
                                + "Order.softLines leaves the removal to the database by @OnDelete, which sees no soft delete:"
                                + " remove @OnDelete",
                        "@TenantId attributes are of type java.lang.String: make them UUID, as the tenant of TenantContext is");
    }

    @Test
    void audit_columns_of_other_types_are_refused() {
        assertThatThrownBy(() -> start(WrongAudit.class))
                .hasRootCauseMessage("Mapping @CreatedAt " + WrongAudit.class.getName() + "."
                        + "createdAt: it is a java.time.LocalDateTime. Make it an Instant or an OffsetDateTime.");
        assertThatThrownBy(() -> start(WrongAuthor.class))
                .hasRootCauseMessage("Mapping @UpdatedBy " + WrongAuthor.class.getName()
                        + ".updatedBy: it is a java.lang.Long. Make it a String.");
    }

    @Test
    void soft_delete_without_a_tenant_data_source_is_refused() {
        assertThatThrownBy(() -> Hibernate.start(database.pool(), SoftLine.class))
                .isInstanceOf(RowhouseException.class)
                .hasMessageContaining(
                        "there are soft-deletable entities, but the data source is no TenantDataSource: give it as"
                                + " jakarta.persistence.nonJtaDataSource");
    }

    @Test
    void soft_delete_without_tenants_is_a_choice() {
        try (SessionFactory factory =
                Hibernate.start(database.pool(), Map.of("rowhouse.hibernate.tenants", "off"), SoftLine.class)) {
            assertThat(factory.isOpen()).isTrue();
        }
        assertThatThrownBy(() -> Hibernate.start(
                        database.dataSource(), Map.of("rowhouse.hibernate.tenants", "off"), SoftLine.class))
                .isInstanceOf(RowhouseException.class)
                .hasMessage(
                        "Building a session factory: rowhouse.hibernate.tenants is \"off\", and the data source is a"
                                + " TenantDataSource. Remove the setting, or give a plain data source.");
        assertThatThrownBy(() ->
                        Hibernate.start(database.pool(), Map.of("rowhouse.hibernate.tenants", "no"), SoftLine.class))
                .isInstanceOf(RowhouseException.class)
                .hasMessage("Building a session factory: rowhouse.hibernate.tenants is \"no\". Set it to required or to"
                        + " off.");
    }

    @Test
    void a_tenant_resolver_beside_ours_is_refused() {
        assertThatThrownBy(() -> Hibernate.start(
                        database.dataSource(),
                        Map.of("hibernate.tenant_identifier_resolver", "anything"),
                        SoftLine.class))
                .isInstanceOf(RowhouseException.class)
                .hasMessage(
                        "Starting Hibernate on a TenantDataSource: the setting hibernate.tenant_identifier_resolver is taken"
                                + " already. Remove it: the tenant of a session is the one of TenantContext.");
    }

    @Test
    void what_has_nothing_to_do_with_rowhouse_starts_on_a_plain_data_source() {
        try (SessionFactory factory = Hibernate.start(database.pool(), Root.class, Line.class)) {
            assertThat(factory.isOpen()).isTrue();
        }
    }
}
