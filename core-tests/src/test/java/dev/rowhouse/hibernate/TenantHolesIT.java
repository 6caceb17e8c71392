package dev.rowhouse.hibernate;

import static dev.rowhouse.hibernate.Hibernate.ACME;
import static dev.rowhouse.hibernate.Hibernate.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@code @TenantId} alone leaves open. Each attack runs twice: on tables without row-level security, where it must get
 * through, or the attack would prove nothing, and on protected ones, where it must not.
 *
 * <p>Acme has Dana with Rex, who is tagged "loud" and treated by Who. Bolt has Evil with Fang. Every attack is Acme's.
 */
class TenantHolesIT {
    private static final UUID DANA = UUID.fromString("10000000-0000-0000-0000-000000000001");
    private static final UUID REX = UUID.fromString("10000000-0000-0000-0000-000000000002");
    private static final UUID EVIL = UUID.fromString("20000000-0000-0000-0000-000000000001");
    private static final UUID FANG = UUID.fromString("20000000-0000-0000-0000-000000000002");

    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/hibernate/clinic.sql")
            .build();

    private static final String STOPPED_BEFORE =
            "CHANGED_FILTER|CHANGE_OF_WHAT_NATIVE_SQL_LOADED|REMOVAL_OF_A_REFERENCE|STATELESS_UPDATE|STATELESS_DELETE";

    private static SessionFactory factory;

    private final TenantContext acme = TenantContext.of(ACME).withActor("mallory");

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
        rowLevelSecurity("enable");
        Hibernate.run(database.superuser(), "alter table vet enable trigger all");
        Hibernate.run(database.superuser(), "truncate owner, pet, pet_tag, vet, owner_vet");
        insert(ACME, DANA, REX, "Dana", "Rex");
        insert(BOLT, EVIL, FANG, "Evil", "Fang");
    }

    private static void insert(UUID tenant, UUID ownerId, UUID petId, String ownerName, String petName) {
        TenantContext.of(tenant)
                .run(() -> factory.inTransaction(session -> {
                    Owner owner = new Owner(ownerId, ownerName);
                    Pet pet = owner.add(new Pet(petId, petName));
                    pet.tags.add("tag of " + petName);
                    session.persist(owner);
                }));
    }

    private static void rowLevelSecurity(String action) {
        for (String table : List.of("owner", "pet", "pet_tag", "vet", "owner_vet")) {
            Hibernate.run(database.superuser(), "alter table " + table + " " + action + " row level security");
        }
    }

    /** What an attack of Acme does with the ids of Bolt's rows. */
    enum Attack {
        NATIVE_SELECT {
            @Override
            void on(SessionFactory factory) {
                factory.inTransaction(session ->
                        require(!session.createNativeQuery("select name from pet where id = :id", String.class)
                                .setParameter("id", FANG)
                                .getResultList()
                                .isEmpty()));
            }
        },
        CHANGE_OF_WHAT_NATIVE_SQL_LOADED {
            @Override
            void on(SessionFactory factory) {
                factory.inTransaction(session -> {
                    Pet fang = session.createNativeQuery("select * from pet where id = :id", Pet.class)
                            .setParameter("id", FANG)
                            .getSingleResult();
                    fang.name = "hacked";
                });
                requireRow("select 1 from pet where name = 'hacked'");
            }
        },
        REMOVAL_OF_A_REFERENCE {
            @Override
            void on(SessionFactory factory) {
                factory.inTransaction(session -> session.remove(session.getReference(Pet.class, FANG)));
                requireRow("select 1 from pet where name = 'Fang' and deleted_at is not null");
            }
        },
        STATELESS_UPDATE {
            @Override
            void on(SessionFactory factory) {
                stateless(factory, session -> session.update(foreign()));
                requireRow("select 1 from pet where name = 'hacked'");
            }
        },
        STATELESS_DELETE {
            @Override
            void on(SessionFactory factory) {
                stateless(factory, session -> session.delete(foreign()));
                requireRow("select 1 from pet where name = 'Fang' and deleted_at is not null");
            }
        },
        STATELESS_UPSERT {
            @Override
            void on(SessionFactory factory) {
                stateless(factory, session -> session.upsert(foreign()));
                requireRow("select 1 from pet where id = '" + FANG + "' and name = 'hacked' and tenant_id = '" + BOLT
                        + "'");
            }
        },
        HQL_CHANGE_OF_THE_TENANT {
            @Override
            void on(SessionFactory factory) {
                factory.inTransaction(
                        session -> session.createMutationQuery("update Vet set tenantId = :bolt where name = 'Who'")
                                .setParameter("bolt", BOLT)
                                .executeUpdate());
                requireRow("select 1 from vet where tenant_id = '" + BOLT + "'");
            }

            @Override
            void prepare(SessionFactory factory) {
                factory.inTransaction(session -> session.persist(new Vet("Who")));
            }
        },
        HQL_INSERT_FOR_ANOTHER_TENANT {
            @Override
            void on(SessionFactory factory) {
                factory.inTransaction(session -> session.createMutationQuery(
                                "insert Vet (id, tenantId, name, version) values (:id, :bolt, 'planted', 0)")
                        .setParameter("id", UUID.randomUUID())
                        .setParameter("bolt", BOLT)
                        .executeUpdate());
                requireRow("select 1 from vet where tenant_id = '" + BOLT + "'");
            }
        },
        DISABLED_FILTER {
            @Override
            void on(SessionFactory factory) {
                factory.inTransaction(session -> {
                    session.disableFilter("_tenantId");
                    require(session.createQuery("from Pet", Pet.class)
                                    .getResultList()
                                    .size()
                            == 2);
                });
            }
        },
        CHANGED_FILTER {
            @Override
            void on(SessionFactory factory) {
                factory.inTransaction(session -> {
                    session.getEnabledFilter("_tenantId").setParameter("tenantId", BOLT);
                    require(session.createQuery("from Pet", Pet.class).getResultList().stream()
                            .anyMatch(pet -> FANG.equals(pet.getId())));
                });
            }
        },
        ELEMENTS_OF_A_COLLECTION_TABLE {
            @Override
            void on(SessionFactory factory) {
                factory.inTransaction(
                        session -> require(session.find(Pet.class, REX).tags.contains("planted")));
            }

            @Override
            void prepare(SessionFactory factory) {
                Hibernate.run(
                        database.superuser(),
                        "alter table pet_tag disable trigger all",
                        "alter table pet_tag drop constraint if exists pet_tag_tenant_id_pet_id_fkey",
                        "insert into pet_tag values ('" + BOLT + "', '" + REX + "', 'planted')");
            }
        },
        LINK_TABLE {
            @Override
            void on(SessionFactory factory) {
                factory.inTransaction(
                        session -> require(session.createNativeQuery("select vet_id from owner_vet", UUID.class)
                                        .getResultList()
                                        .size()
                                == 1));
            }

            @Override
            void prepare(SessionFactory factory) {
                TenantContext.of(BOLT)
                        .run(() -> factory.inTransaction(session -> {
                            Vet vet = new Vet("Bolt's");
                            session.persist(vet);
                            session.find(Owner.class, EVIL).vets.add(vet);
                        }));
            }
        };

        abstract void on(SessionFactory factory);

        void prepare(SessionFactory factory) {}

        private static Pet foreign() {
            Pet fang = new Pet(FANG, "hacked");
            Hibernate.set(fang, "version", 0L);
            return fang;
        }

        private static void stateless(SessionFactory factory, Consumer<StatelessSession> work) {
            factory.inStatelessTransaction(work);
        }

        private static void requireRow(String sql) {
            require(!Hibernate.read(database.superuser(), sql).isEmpty());
        }

        private static void require(boolean succeeded) {
            if (!succeeded) {
                throw new IllegalStateException("The attack found and changed nothing");
            }
        }
    }

    private String boltsRows() {
        return String.join(
                "; ",
                Hibernate.read(
                        database.superuser(),
                        "select concat_ws(',', 'owner', id, name, version, deleted_at) from owner where tenant_id = '"
                                + BOLT
                                + "' union all select concat_ws(',', 'pet', id, name, version, deleted_at) from pet"
                                + " where tenant_id = '" + BOLT
                                + "' union all select concat_ws(',', 'vet', name) from vet where tenant_id = '" + BOLT
                                + "' order by 1"));
    }

    @ParameterizedTest
    @EnumSource(Attack.class)
    void is_stopped(Attack attack) {
        acme.run(() -> attack.prepare(factory));
        String before = boltsRows();

        assertThatThrownBy(() -> acme.run(() -> attack.on(factory))).isInstanceOf(RuntimeException.class);

        assertThat(boltsRows()).isEqualTo(before);
    }

    /** The trigger and the missing privilege on the tenant column are part of the protection and go with it. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = STOPPED_BEFORE)
    void gets_through_without_row_level_security(Attack attack) {
        acme.run(() -> attack.prepare(factory));
        rowLevelSecurity("disable");
        Hibernate.run(
                database.superuser(),
                "grant update on all tables in schema public to " + database.applicationRole(),
                "alter table vet disable trigger all");

        acme.run(() -> attack.on(factory));
    }

    /**
     * Statements that write one row name the tenant besides, and the tenant filter takes it from the session. That the attack is one
     * is shown by Bolt, who may do it.
     */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = STOPPED_BEFORE)
    void is_stopped_without_row_level_security_too_where_the_session_names_the_tenant(Attack attack) {
        rowLevelSecurity("disable");
        String before = boltsRows();

        assertThatThrownBy(() -> acme.run(() -> attack.on(factory))).isInstanceOf(RuntimeException.class);

        assertThat(boltsRows()).isEqualTo(before);
        TenantContext.of(BOLT).run(() -> attack.on(factory));
    }

    @Test
    void a_lazy_collection_holds_no_foreign_rows_even_without_row_level_security() {
        Hibernate.run(
                database.superuser(),
                "alter table pet disable trigger all",
                "alter table pet drop constraint if exists pet_tenant_id_owner_id_fkey",
                "update pet set owner_id = '" + DANA + "' where id = '" + FANG + "'");
        rowLevelSecurity("disable");

        List<String> names =
                acme.call(() -> factory.fromTransaction(session -> session.find(Owner.class, DANA).pets.stream()
                        .map(pet -> pet.name)
                        .toList()));
        List<String> unfiltered = acme.call(() -> factory.fromTransaction(session -> {
            session.disableFilter("_tenantId");
            return session.find(Owner.class, DANA).pets.stream()
                    .map(pet -> pet.name)
                    .toList();
        }));

        assertThat(names).containsExactly("Rex");
        assertThat(unfiltered).containsExactlyInAnyOrder("Rex", "Fang");
    }

    @Test
    void an_entity_with_another_tenant_set_by_hand_is_refused() {
        assertThatThrownBy(() -> acme.run(() -> factory.inTransaction(session -> {
                    Pet pet = new Pet("Trojan");
                    Hibernate.set(pet, "tenantId", BOLT);
                    session.persist(pet);
                })))
                .hasMessageContaining("assigned tenant id differs from current tenant id");
    }

    // ---- sessions and contexts

    @Test
    void a_session_does_not_go_on_under_another_tenant() {
        Session session = acme.call(factory::openSession);
        try (session) {
            acme.run(() -> assertThat(session.find(Pet.class, REX)).isNotNull());

            assertThatThrownBy(() -> TenantContext.of(BOLT).run(() -> {
                        session.clear();
                        session.find(Pet.class, REX);
                    }))
                    .isInstanceOf(TenantMismatchException.class)
                    .hasMessage("Using a connection or session of tenant " + ACME + ": the current context is tenant "
                            + BOLT
                            + ". Close it before the tenant changes, and open another inside TenantContext.run.");
        }
    }

    @Test
    void a_session_that_holds_its_connection_does_not_either() {
        Map<String, String> held = Map.of("hibernate.connection.handling_mode", "DELAYED_ACQUISITION_AND_HOLD");
        try (SessionFactory holding = Hibernate.start(database.dataSource(), held, Owner.class, Pet.class, Vet.class);
                Session session = acme.call(holding::openSession)) {
            acme.run(() -> assertThat(session.find(Pet.class, REX)).isNotNull());

            assertThatThrownBy(() -> TenantContext.of(BOLT)
                            .run(() ->
                                    session.createQuery("from Pet", Pet.class).getResultList()))
                    .isInstanceOf(TenantMismatchException.class);
        }
    }

    @Test
    void a_session_does_not_go_on_without_a_tenant() {
        try (Session session = acme.call(factory::openSession)) {
            Owner dana = acme.call(() -> session.find(Owner.class, DANA));

            assertThatThrownBy(() -> dana.pets.size()).isInstanceOf(TenantMismatchException.class);
        }
    }

    @Test
    void a_session_for_a_tenant_of_its_own_choice_needs_that_context() {
        assertThatThrownBy(() -> acme.run(() -> {
                    try (Session session = factory.withOptions()
                            .tenantIdentifier((Object) BOLT)
                            .openSession()) {
                        session.find(Pet.class, FANG);
                    }
                }))
                .isInstanceOf(TenantMismatchException.class);
    }

    @Test
    void a_session_without_a_tenant_reads_and_writes_nothing_of_a_tenant() {
        assertThatThrownBy(() -> factory.inTransaction(session -> session.find(Pet.class, REX)))
                .isInstanceOf(MissingTenantException.class)
                .hasMessage("Running a statement on table pet, which belongs to a tenant: none is bound to thread \""
                        + Thread.currentThread().getName()
                        + "\". Open the session and use it inside TenantContext.of(tenantId).run(...).");
        assertThatThrownBy(() -> factory.inTransaction(session -> session.persist(new Pet("Stray"))))
                .isInstanceOf(MissingTenantException.class);
        assertThatThrownBy(() -> factory.inTransaction(
                        session -> session.createQuery("select size(p.tags) from Pet p", Integer.class)
                                .getResultList()))
                .isInstanceOf(MissingTenantException.class);
    }

    @Test
    void the_same_connection_serves_the_next_tenant() {
        for (int round = 0; round < 3; round++) {
            assertThat(names(ACME)).containsExactly("Rex");
            assertThat(names(BOLT)).containsExactly("Fang");
        }
    }

    private static List<String> names(UUID tenant) {
        return TenantContext.of(tenant)
                .call(() -> factory.fromTransaction(session -> session.createQuery("select name from Pet", String.class)
                        .getResultList()));
    }
}
