package dev.rowhouse.hibernate;

import static dev.rowhouse.hibernate.Hibernate.ACME;
import static dev.rowhouse.hibernate.Hibernate.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that delete many rows. Acme has the vets Ada and Bob and the pet Rex, Bolt has the vet Eve. */
class BulkDeleteIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/hibernate/clinic.sql")
            .build();

    private static SessionFactory refusing;
    private static SessionFactory rewriting;

    private final TenantContext kim = TenantContext.of(ACME).withActor("kim");

    @BeforeAll
    static void start() {
        refusing = Hibernate.start(database.dataSource(), Owner.class, Pet.class, Vet.class);
        rewriting = Hibernate.start(
                database.dataSource(),
                Map.of("rowhouse.hibernate.bulk_delete", "soft_delete"),
                Owner.class,
                Pet.class,
                Vet.class);
    }

    @AfterAll
    static void stop() {
        refusing.close();
        rewriting.close();
    }

    @BeforeEach
    void begin() {
        Hibernate.run(database.superuser(), "truncate owner, pet, pet_tag, vet, owner_vet");
        commit(refusing, session -> {
            session.persist(new Vet("Ada"));
            session.persist(new Vet("Bob"));
            Pet rex = new Pet("Rex");
            rex.tags.add("loud");
            session.persist(rex);
        });
        TenantContext.of(BOLT).run(() -> refusing.inTransaction(session -> session.persist(new Vet("Eve"))));
    }

    private void commit(SessionFactory factory, Consumer<Session> work) {
        kim.run(() -> factory.inTransaction(work));
    }

    private List<String> rows(String sql) {
        return Hibernate.read(database.superuser(), sql);
    }

    @Test
    void hql_and_criteria_are_refused() {
        assertThatThrownBy(() -> commit(
                        refusing,
                        session -> session.createMutationQuery("delete from Vet where name = 'Ada'")
                                .executeUpdate()))
                .isInstanceOf(RowhouseException.class)
                .hasMessage(
                        "Running a statement that deletes from table vet: it holds rows of the soft-deletable entity"
                                + " dev.rowhouse.hibernate.Vet, which would be gone for good. Remove the entities through a session,"
                                + " purge them with SoftDeletes, or have bulk deletes turned into soft deletes:"
                                + " rowhouse.hibernate.bulk_delete=soft_delete.");
        assertThatThrownBy(() -> commit(refusing, session -> {
                    var delete = session.getCriteriaBuilder().createCriteriaDelete(Vet.class);
                    delete.from(Vet.class);
                    session.createMutationQuery(delete).executeUpdate();
                }))
                .isInstanceOf(RowhouseException.class);
        assertThat(rows("select name from vet where deleted_at is null")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from vet",
                "DELETE /* all */ FROM only public.\"vet\" -- of them\n where name = 'Ada'",
                "with gone as (delete from vet returning id) select count(*) from gone",
                "update pet set name = name; delete from vet",
                "merge into vet using (values (1)) v(x) on true when matched then delete",
                "do $$ begin delete from vet; end $$",
                "truncate vet",
                "delete from pet_tag where pet_id in (select id from pet)",
                "delete from pet_tag"
            })
    void native_sql_is_refused(String sql) {
        assertThatThrownBy(() -> commit(
                        refusing,
                        session -> session.createNativeMutationQuery(sql).executeUpdate()))
                .isInstanceOf(RowhouseException.class)
                .hasMessageStartingWith("Running a statement that deletes from table ");
        assertThat(rows("select name from vet where deleted_at is null union all select tag from pet_tag"))
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update vet set name = 'delete from vet'",
                "update vet set name = $$delete from vet$$",
                "update vet set name = E'it\\'s delete from vet'",
                "update vet set name = name /* delete from vet /* nested */ delete from vet */",
                "update vet set name = name -- delete from vet"
            })
    void what_only_looks_like_a_delete_passes(String sql) {
        commit(
                refusing,
                session -> assertThat(session.createNativeMutationQuery(sql).executeUpdate())
                        .isEqualTo(2));
    }

    @Test
    void single_elements_may_go() {
        commit(
                refusing,
                session -> session.createQuery("from Pet", Pet.class)
                        .getSingleResult()
                        .tags
                        .clear());

        assertThat(rows("select tag from pet_tag")).isEmpty();
    }

    @Test
    void hql_criteria_and_native_sql_soft_delete_where_that_is_chosen() {
        commit(rewriting, session -> {
            assertThat(session.createMutationQuery("delete from Vet where name = :name or name = 'nobody'")
                            .setParameter("name", "Ada")
                            .executeUpdate())
                    .isEqualTo(1);
            var delete = session.getCriteriaBuilder().createCriteriaDelete(Vet.class);
            var vet = delete.from(Vet.class);
            delete.where(session.getCriteriaBuilder().equal(vet.get("name"), "Bob"));
            assertThat(session.createMutationQuery(delete).executeUpdate()).isEqualTo(1);
            session.persist(new Vet("Cid"));
            session.flush();
            assertThat(session.createNativeMutationQuery(
                                    "delete from vet as v where v.name = 'Cid' or v.name = 'Ada' -- all\n;")
                            .executeUpdate())
                    .isEqualTo(1);
        });

        assertThat(
                        rows(
                                "select format('%s %s %s', name, deleted_by, version) from vet where deleted_at is not null order by name"))
                .containsExactly("Ada kim 1", "Bob kim 1", "Cid kim 1");
        assertThat(rows("select name from vet where deleted_at is null")).containsExactly("Eve");
    }

    @Test
    void what_was_soft_deleted_in_bulk_comes_back_with_its_elements() {
        commit(
                rewriting,
                session -> assertThat(
                                session.createMutationQuery("delete from Pet").executeUpdate())
                        .isEqualTo(1));

        assertThat(rows("select deleted_by from pet")).containsExactly("kim");
        assertThat(rows("select tag from pet_tag")).containsExactly("loud");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from vet returning id",
                "delete from only vet",
                "delete from vet using pet where vet.name = pet.name",
                "delete from vet where name = 'Ada'; select 1",
                "delete from vet where name = 'Ada' returning name",
                "with gone as (delete from vet returning id) select count(*) from gone"
            })
    void what_cannot_be_turned_into_a_soft_delete_is_refused(String sql) {
        assertThatThrownBy(() -> commit(
                        rewriting,
                        session -> session.createNativeMutationQuery(sql).executeUpdate()))
                .isInstanceOf(RowhouseException.class)
                .hasMessageContaining("in a way that cannot be turned into a soft delete");
        assertThat(rows("select name from vet where deleted_at is null")).hasSize(3);
    }

    @Test
    void another_value_of_the_setting_is_refused() {
        assertThatThrownBy(() -> Hibernate.start(
                        database.dataSource(), Map.of("rowhouse.hibernate.bulk_delete", "allow"), Vet.class))
                .isInstanceOf(RowhouseException.class)
                .hasMessage(
                        "Building a session factory: rowhouse.hibernate.bulk_delete is \"allow\". Set it to refuse or to"
                                + " soft_delete.");
    }
}
