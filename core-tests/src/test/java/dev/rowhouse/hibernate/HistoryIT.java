package dev.rowhouse.hibernate;

import static dev.rowhouse.hibernate.Hibernate.ACME;
import static dev.rowhouse.hibernate.Hibernate.BOLT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatList;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.isolation.IsolationCheck;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Audited;
import org.hibernate.annotations.Changelog;
import org.hibernate.annotations.Temporal;
import org.hibernate.annotations.TenantId;
import org.hibernate.audit.AuditLog;
import org.hibernate.audit.AuditLogFactory;
import org.hibernate.audit.ModificationType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The history that Hibernate 7.4 keeps itself: audit logs and temporal tables. */
class HistoryIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/hibernate/history.sql")
            .isolationCheck(IsolationCheck.off()) // which would speak first
            .build();

    private static SessionFactory factory;

    private final TenantContext acme = TenantContext.of(ACME);
    private final TenantContext bolt = TenantContext.of(BOLT);

    @Entity(name = "Change")
    @Table(name = "change")
    @Changelog
    static class Change {
        @Id
        @GeneratedValue
        @Changelog.ChangesetId
        @Nullable
        Long id;

        @TenantId
        @Column(name = "tenant_id")
        @Nullable
        UUID tenant;

        @Changelog.Timestamp
        Instant at = Instant.now();
    }

    @Entity(name = "Contract")
    @Table(name = "contract")
    @Audited
    static class Contract {
        @Id
        @GeneratedUuidV7
        @Nullable
        UUID id;

        @TenantId
        @Column(name = "tenant_id")
        @Nullable
        UUID tenant;

        String name = "";

        @ElementCollection
        @CollectionTable(name = "contract_term", joinColumns = @JoinColumn(name = "contract_id"))
        @Column(name = "term")
        Set<String> terms = new HashSet<>();

        @Version
        long version;

        Contract() {}

        Contract(String name) {
            this.name = name;
        }
    }

    @Entity(name = "Price")
    @Table(name = "price")
    @Temporal
    static class Price {
        @Id
        @GeneratedUuidV7
        @Nullable
        UUID id;

        @TenantId
        @Column(name = "tenant_id")
        @Nullable
        UUID tenant;

        int amount;

        @Version
        long version;

        Price() {}

        Price(int amount) {
            this.amount = amount;
        }
    }

    @Entity(name = "Both")
    @Audited
    static class Both extends TenantEntity {}

    @BeforeAll
    static void start() {
        factory = Hibernate.start(database.dataSource(), Change.class, Contract.class);
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @BeforeEach
    void begin() {
        Hibernate.run(
                database.superuser(),
                "truncate change, contract, contract_aud, contract_term, contract_term_aud, price, price_history");
    }

    private static UUID persisted(TenantContext context, String name) {
        Contract contract = new Contract(name);
        contract.terms.add("30 days");
        context.run(() -> factory.inTransaction(session -> session.persist(contract)));
        return requireNonNull(contract.id);
    }

    private static <R> R read(TenantContext context, Function<AuditLog, R> work) {
        return context.call(() -> factory.fromTransaction(session -> {
            try (AuditLog log = AuditLogFactory.create(session)) {
                return work.apply(log);
            }
        }));
    }

    private static List<String> names(TenantContext context, Object changeset) {
        return context.call(() -> {
            try (Session session = factory.withOptions().atChangeset(changeset).openSession()) {
                return session.createSelectionQuery("select name from Contract order by name", String.class)
                        .getResultList();
            }
        });
    }

    @Test
    void a_tenant_reads_its_own_audit_log_and_no_other() {
        UUID ours = persisted(acme, "Rent");
        UUID theirs = persisted(bolt, "Loan");
        acme.run(() -> factory.inTransaction(session -> {
            Contract contract = session.find(Contract.class, ours);
            contract.name = "Lease";
            contract.terms.add("60 days");
        }));
        acme.run(() -> factory.inTransaction(session -> session.remove(session.find(Contract.class, ours))));

        List<Object> changesets = read(acme, log -> log.getChangesets(Contract.class, ours));

        assertThat(changesets).hasSize(3);
        assertThatList(read(acme, log -> log.getHistory(Contract.class, ours)))
                .extracting(entry -> entry.modificationType())
                .containsExactly(ModificationType.ADD, ModificationType.MOD, ModificationType.DEL);
        assertThatObject(read(acme, log -> log.find(Contract.class, ours, changesets.get(0)).name))
                .isEqualTo("Rent");
        assertThatList(read(acme, log -> log.getChangesets(Contract.class, theirs)))
                .isEmpty();
        assertThatList(read(bolt, log -> log.getChangesets(Contract.class, ours)))
                .isEmpty();
        assertThatList(read(bolt, log -> log.getHistory(Contract.class, ours))).isEmpty();
        assertThatObject(read(bolt, log -> log.find(Contract.class, ours, changesets.get(0))))
                .isNull();
        assertThatList(read(bolt, log -> log.findEntitiesModifiedAt(Contract.class, changesets.get(0))))
                .isEmpty();
        assertThatList(read(bolt, log -> log.getChangesets(Contract.class, theirs)))
                .hasSize(1);
    }

    @Test
    void a_session_at_a_changeset_sees_its_tenant_alone() {
        UUID ours = persisted(acme, "Rent");
        persisted(bolt, "Loan");
        acme.run(() -> factory.inTransaction(session -> session.find(Contract.class, ours).name = "Lease"));
        List<Object> changesets = read(acme, log -> log.getChangesets(Contract.class, ours));

        assertThat(names(acme, changesets.get(0))).containsExactly("Rent");
        assertThat(names(acme, changesets.get(1))).containsExactly("Lease");
        assertThat(names(bolt, changesets.get(0))).isEmpty();
        assertThat(names(bolt, changesets.get(1))).containsExactly("Loan");
    }

    @Test
    void the_log_carries_the_tenant() {
        persisted(acme, "Rent");
        persisted(bolt, "Loan");

        assertThat(Hibernate.read(
                        database.superuser(),
                        "select format('%s %s %s', a.tenant_id, t.term, a.tenant_id = t.tenant_id and a.tenant_id = c.tenant_id)"
                                + " from contract_aud as a join contract_term_aud as t on t.contract_id = a.id"
                                + " join change as c on c.id = a.rev order by 1"))
                .containsExactly(ACME + " 30 days t", BOLT + " 30 days t");
    }

    @Test
    void a_temporal_table_shows_the_past_of_its_tenant_alone() {
        // without a changelog, whose numbers would be the times of temporal tables too
        try (SessionFactory prices = Hibernate.start(database.dataSource(), Price.class)) {
            Price ours = new Price(10);
            Price theirs = new Price(20);
            acme.run(() -> prices.inTransaction(session -> session.persist(ours)));
            bolt.run(() -> prices.inTransaction(session -> session.persist(theirs)));
            UUID id = requireNonNull(ours.id);
            acme.run(() -> prices.inTransaction(session -> session.find(Price.class, id).amount = 11));

            Instant before = Instant.parse(Hibernate.read(
                                    database.superuser(),
                                    "select to_char(max(superseded) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
                                            + " from price_history")
                            .get(0))
                    .minusNanos(1_000);

            assertThat(amounts(prices, acme, before)).containsExactly(10);
            assertThat(amounts(prices, bolt, before)).containsExactly(20);
            assertThat(amounts(prices, acme, before.plusSeconds(1))).containsExactly(11);
            bolt.run(() -> prices.inTransaction(
                    session -> assertThatObject(session.find(Price.class, id)).isNull()));
            assertThat(Hibernate.read(database.superuser(), "select count(*) from price_history"))
                    .containsExactly("3");
        }
    }

    private static List<Integer> amounts(SessionFactory prices, TenantContext context, Instant instant) {
        return context.call(() -> {
            try (Session session = prices.withOptions().asOf(instant).openSession()) {
                return session.createSelectionQuery("select amount from Price", Integer.class)
                        .getResultList();
            }
        });
    }

    @Test
    void tables_of_the_audit_log_are_checked_at_start() {
        Hibernate.run(
                database.owner(),
                "alter table contract_aud disable row level security",
                "alter table contract_term_aud disable row level security");
        try {
            assertThatThrownBy(() -> Hibernate.start(database.dataSource(), Change.class, Contract.class))
                    .isInstanceOf(RowhouseException.class)
                    .hasMessageContaining("found 2 problems")
                    .hasMessageContaining("table contract_aud of the history of entity " + Contract.class.getName())
                    .hasMessageContaining(
                            "table contract_term_aud of the history of collection " + Contract.class.getName());
        } finally {
            Hibernate.run(
                    database.owner(),
                    "alter table contract_aud enable row level security",
                    "alter table contract_term_aud enable row level security");
        }
    }

    @Test
    void a_soft_delete_beside_it_is_refused() {
        assertThatThrownBy(() -> Hibernate.start(database.dataSource(), Change.class, Both.class))
                .isInstanceOf(RowhouseException.class)
                .hasMessageContaining(Both.class.getName() + " has @DeletedAt beside @SoftDelete, @Audited or @Temporal"
                        + " (AuditStateManagement): leave one of them");
    }
}
