package dev.rowhouse.hibernate;

import static dev.rowhouse.hibernate.Hibernate.ACME;
import static dev.rowhouse.hibernate.Hibernate.BOLT;
import static dev.rowhouse.hibernate.Hibernate.id;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.testkit.RoundTripProxy;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who and when, in memory and in the database, whoever writes. */
class AuditIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/hibernate/clinic.sql")
            .build();

    private static SessionFactory factory;

    private final TenantContext acme = TenantContext.of(ACME);
    private final TenantContext kim = acme.withActor("kim");
    private final TenantContext dana = acme.withActor("dana");

    @BeforeAll
    static void start() {
        factory = Hibernate.start(database.dataSource(), Owner.class, Pet.class, Vet.class);
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @BeforeEach
    void begin() {
        Hibernate.run(database.superuser(), "truncate owner, pet, pet_tag, vet, owner_vet");
    }

    private static void commit(TenantContext who, Consumer<Session> work) {
        who.run(() -> factory.inTransaction(work));
    }

    private Vet insert(TenantContext who, String name) {
        Vet vet = new Vet(name);
        commit(who, session -> session.persist(vet));
        return vet;
    }

    private static Vet read(UUID id) {
        return TenantContext.of(ACME).call(() -> factory.fromTransaction(session -> session.find(Vet.class, id)));
    }

    private static List<String> rows(String sql) {
        return Hibernate.read(database.superuser(), sql);
    }

    private static void assertSame(Vet inMemory) {
        assertThat(read(id(inMemory)))
                .usingRecursiveComparison()
                .comparingOnlyFields("tenantId", "createdAt", "createdBy", "updatedAt", "updatedBy", "version")
                .isEqualTo(inMemory);
    }

    @Test
    void an_insert_says_who_and_when_with_one_instant_a_transaction() {
        Vet one = new Vet("one");
        Vet other = new Vet("other");
        commit(kim, session -> {
            session.persist(one);
            session.flush();
            session.persist(other);
        });

        assertThat(one.getCreatedAt()).isEqualTo(one.getUpdatedAt()).isEqualTo(other.getCreatedAt());
        assertThat(requireNonNull(one.getCreatedAt())).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(List.of(
                        requireNonNull(one.getCreatedBy()),
                        requireNonNull(one.getUpdatedBy()),
                        requireNonNull(one.getTenantId()).toString()))
                .containsExactly("kim", "kim", ACME.toString());
        assertSame(one);
        assertSame(other);
    }

    @Test
    void the_next_transaction_of_a_session_has_another_instant() {
        Vet one = new Vet("one");
        Vet other = new Vet("other");
        kim.run(() -> {
            try (Session session = factory.openSession()) {
                session.inTransaction(transaction -> session.persist(one));
                session.inTransaction(transaction -> session.persist(other));
            }
        });

        assertThat(requireNonNull(other.getCreatedAt())).isAfter(one.getCreatedAt());
    }

    @Test
    void an_update_says_who_and_when_and_leaves_the_creation() {
        Vet vet = insert(kim, "one");
        Instant created = requireNonNull(vet.getCreatedAt());

        Vet changed = dana.call(() -> factory.fromTransaction(session -> {
            Vet found = session.find(Vet.class, id(vet));
            found.name = "two";
            return found;
        }));

        assertThat(changed.getCreatedAt()).isEqualTo(created);
        assertThat(requireNonNull(changed.getUpdatedAt())).isAfter(created);
        assertThat(List.of(requireNonNull(changed.getCreatedBy()), requireNonNull(changed.getUpdatedBy())))
                .containsExactly("kim", "dana");
        assertSame(changed);
    }

    @Test
    void rows_that_one_transaction_writes_several_times_are_in_memory_as_in_the_database() {
        Vet vet = new Vet("one");
        commit(kim, session -> {
            session.persist(vet);
            session.flush();
            vet.name = "two";
            session.flush();
            vet.name = "three";
        });

        assertThat(Duration.between(vet.getCreatedAt(), vet.getUpdatedAt())).isEqualTo(Duration.ofNanos(2_000));
        assertSame(vet);
    }

    @Test
    void an_update_by_nobody_does_not_stay_under_another_name() {
        Vet vet = insert(kim, "one");

        commit(acme, session -> session.find(Vet.class, id(vet)).name = "two");

        assertThat(rows("select format('%s/%s', created_by, updated_by) from vet"))
                .containsExactly("kim/");
    }

    @Test
    void hql_and_native_updates_are_stamped() {
        Vet vet = insert(kim, "one");
        Vet other = insert(kim, "other");

        commit(
                dana,
                session -> session.createMutationQuery("update Vet set name = 'hql' where name = 'one'")
                        .executeUpdate());
        commit(
                dana,
                session -> session.createNativeMutationQuery("update vet set name = 'sql' where name = 'other'")
                        .executeUpdate());

        assertThat(rows("select distinct format('%s %s %s', created_by, updated_by, updated_at > created_at) from vet"))
                .containsExactly("kim dana t");
        assertThat(read(id(vet)).getCreatedAt()).isEqualTo(vet.getCreatedAt());
        assertThat(read(id(other)).getCreatedAt()).isEqualTo(other.getCreatedAt());
    }

    @Test
    void upserts_are_stamped_and_leave_the_creation() {
        Vet vet = insert(kim, "one");
        Vet fresh = new Vet(UUID.randomUUID(), "fresh");
        Vet same = new Vet(id(vet), "again");
        Hibernate.set(same, "version", 0L);

        dana.run(() -> factory.inStatelessTransaction(session -> {
            session.upsert(same);
            session.upsert(fresh);
        }));

        assertThat(rows("select format('%s %s %s', name, created_by, updated_by) from vet order by name"))
                .containsExactly("again kim dana", "fresh dana dana");
        assertThat(read(id(vet)).getCreatedAt()).isEqualTo(vet.getCreatedAt());
    }

    @Test
    void other_clients_are_stamped() {
        insert(kim, "one");

        dana.run(() -> Hibernate.run(database.dataSource(), "update vet set name = 'two'"));

        assertThat(rows("select format('%s %s', created_by, updated_by) from vet"))
                .containsExactly("kim dana");
    }

    @Test
    void a_forged_creation_is_undone_or_replaced() {
        Vet forged = new Vet("forged");
        Hibernate.set(forged, "createdBy", "the boss");
        Hibernate.set(forged, "createdAt", Instant.EPOCH);
        commit(kim, session -> session.persist(forged));
        commit(
                dana,
                session -> session.createNativeMutationQuery(
                                "update vet set created_by = 'the boss', created_at = 'epoch'")
                        .executeUpdate());
        commit(dana, session -> {
            Vet found = session.find(Vet.class, id(forged));
            Hibernate.set(found, "createdBy", "the boss");
            found.name = "changed";
        });

        assertThat(rows("select format('%s %s', created_by, created_at > now() - interval '1 minute') from vet"))
                .containsExactly("kim t");
    }

    @Test
    void a_forged_tenant_is_refused_or_ignored() {
        Vet vet = insert(kim, "one");

        assertThatThrownBy(() -> commit(
                        kim,
                        session -> session.createNativeMutationQuery("update vet set tenant_id = :bolt")
                                .setParameter("bolt", BOLT)
                                .executeUpdate()))
                .hasMessageContaining("permission denied");
        commit(kim, session -> {
            Vet found = session.find(Vet.class, id(vet));
            Hibernate.set(found, "tenantId", BOLT);
            found.name = "two";
        });

        assertThat(rows("select format('%s %s', name, tenant_id) from vet")).containsExactly("two " + ACME);
    }

    // ---- what it costs

    /** Counts one transaction on a session that holds its connection, so that connecting is not counted. */
    private static long trips(RoundTripProxy proxy, Session session, Consumer<Session> work) {
        session.clear();
        return proxy.count(() -> session.inTransaction(transaction -> work.accept(session)));
    }

    @Test
    void fifty_rows_are_written_in_batches() {
        Map<String, String> held = Map.of("hibernate.connection.handling_mode", "DELAYED_ACQUISITION_AND_HOLD");
        try (RoundTripProxy proxy = RoundTripProxy.start(database.host(), database.port());
                SessionFactory counted = Hibernate.start(
                        TenantDataSource.wrap(database.through(proxy)), held, Owner.class, Pet.class, Vet.class)) {
            kim.run(() -> {
                try (Session session = counted.openSession()) {
                    assertThat(session.createQuery("from Vet", Vet.class).getResultList())
                            .isEmpty();
                    List<UUID> ids = new ArrayList<>();

                    long inserts = trips(proxy, session, each -> {
                        for (int i = 0; i < 50; i++) {
                            Vet vet = new Vet("vet " + i);
                            session.persist(vet);
                            ids.add(id(vet));
                        }
                    });
                    long updates = trips(
                            proxy,
                            session,
                            each -> session.createQuery("from Vet", Vet.class)
                                    .getResultList()
                                    .forEach(vet -> vet.name = vet.name + " changed"));
                    long deletes = trips(
                            proxy,
                            session,
                            each -> session.createQuery("from Vet", Vet.class)
                                    .getResultList()
                                    .forEach(session::remove));

                    assertThat(inserts).isBetween(2L, 3L);
                    assertThat(updates).isEqualTo(3);
                    assertThat(deletes).isEqualTo(3);
                    assertThat(ids.stream().map(UUID::toString))
                            .doesNotHaveDuplicates()
                            .isSorted();
                }
            });
            assertThat(rows("select format('%s %s', deleted_by, count(*)) from vet group by deleted_by, deleted_at"))
                    .containsExactly("kim 50");
        }
    }
}
