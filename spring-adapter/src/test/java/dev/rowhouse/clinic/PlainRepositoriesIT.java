package dev.rowhouse.clinic;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.hibernate.SoftDeletes;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.DeleteSpecification;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.domain.UpdateSpecification;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Repositories of Spring Data JPA that extend nothing of Rowhouse. */
class PlainRepositoriesIT {
    @RegisterExtension
    static final RowhouseDatabase database = Clinic.database();

    private static ConfigurableApplicationContext application;

    private final TenantContext acme = TenantContext.of(ACME).withActor("ann");
    private final TenantContext bolt = TenantContext.of(BOLT).withActor("bob");
    private final Owners owners = application.getBean(Owners.class);
    private final TransactionTemplate transaction = application.getBean(TransactionTemplate.class);
    private UUID ada;
    private UUID bill;

    @BeforeAll
    static void start() {
        application = Clinic.start(database, List.of());
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void clear() throws SQLException {
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate owner, animal, invoice, invoice_line");
        }
        ada = acme.call(() -> added("Ada", "Rex"));
        acme.run(() -> added("Amos", "Tom"));
        bill = bolt.call(() -> added("Bill", "Kit"));
    }

    private UUID added(String name, String animal) {
        Owner owner = new Owner(name);
        Animal pet = new Animal(animal);
        pet.owner = owner;
        owner.animals.add(pet);
        return requireNonNull(owners.save(owner).getId());
    }

    /** All rows of all tenants, by a superuser: what really happened. */
    private static List<String> rows(String select) throws SQLException {
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private static List<String> living() throws SQLException {
        return rows("select name from owner where deleted_at is null order by name");
    }

    // ---- reading

    static Stream<Arguments> reads() {
        Specification<Owner> all = (root, query, builder) -> builder.like(root.get("name"), "%");
        return Stream.<Read>of(
                        new Read("findAll", owners -> names(owners.findAll())),
                        new Read("findAll(Sort)", owners -> names(owners.findAll(Sort.by("name")))),
                        new Read("findAll(Pageable)", owners -> names(owners.findAll(PageRequest.of(0, 10)))),
                        new Read(
                                "total of a page",
                                owners -> total(
                                        owners.findAll(PageRequest.of(0, 1)).getTotalElements())),
                        new Read("count", owners -> total(owners.count())),
                        new Read("derived", owners -> names(owners.findByNameStartingWithOrderByName(""))),
                        new Read("derived count", owners -> total(owners.countByNameStartingWith(""))),
                        new Read(
                                "interface",
                                owners -> owners.findProjectedByNameStartingWith("").stream()
                                        .map(Owners.NameOnly::getName)
                                        .toList()),
                        new Read(
                                "record",
                                owners -> owners.findRecordsByNameStartingWith("").stream()
                                        .map(Owners.NameAndAge::name)
                                        .toList()),
                        new Read(
                                "slice",
                                owners -> names(owners.findSliceByNameStartingWith("", PageRequest.of(0, 10)))),
                        new Read("entity graph", owners -> names(owners.findWithAnimalsByNameStartingWith(""))),
                        new Read("@Query", owners -> names(owners.queried(""))),
                        new Read("specification", owners -> names(owners.findAll(all))),
                        new Read("specification count", owners -> total(owners.count(all))),
                        new Read(
                                "fluent",
                                owners -> names(owners.findBy(
                                        all,
                                        query -> query.sortBy(Sort.by("name")).all()))),
                        new Read("example", owners -> names(owners.findAll(anybody()))),
                        new Read("example count", owners -> total(owners.count(anybody()))),
                        new Read(
                                "Spring Data's keyset",
                                owners -> names(owners.findBy(
                                        all,
                                        query -> query.sortBy(Sort.by("name"))
                                                .limit(10)
                                                .scroll(ScrollPosition.keyset())))))
                .map(read -> Arguments.argumentSet(read.name, read.read));
    }

    private record Read(String name, Function<Owners, List<String>> read) {}

    private static List<String> names(Iterable<Owner> owners) {
        List<String> names = new ArrayList<>();
        owners.forEach(owner -> names.add(owner.name));
        return names;
    }

    /** A number of rows, as if they had been listed. */
    private static List<String> total(long rows) {
        return rows == 2 ? List.of("Ada", "Amos") : rows == 1 ? List.of("Bill") : List.of("" + rows);
    }

    private static Example<Owner> anybody() {
        return Example.of(new Owner(""), ExampleMatcher.matching().withIgnorePaths("name", "age", "version"));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void reads_find_this_tenants_living_rows(Function<Owners, List<String>> read) {
        acme.run(() -> owners.deleteById(added("Adrian", "Max")));

        assertThat(acme.call(() -> read.apply(owners))).containsExactlyInAnyOrder("Ada", "Amos");
        assertThat(bolt.call(() -> read.apply(owners))).containsExactly("Bill");
        assertThatThrownBy(() -> read.apply(owners)).hasStackTraceContaining("MissingTenantException");
    }

    @Test
    void an_id_of_another_tenant_leads_nowhere() {
        acme.run(() -> {
            assertThat(owners.findById(bill)).isEmpty();
            assertThat(owners.existsById(bill)).isFalse();
            assertThat(owners.findAllById(List.of(bill, ada))).hasSize(1);
            assertThat(owners.nativeName(bill)).isEmpty();
            assertThat(owners.existsByName("Bill")).isFalse();
            assertThat(owners.findOne((root, query, builder) -> builder.equal(root.get("id"), bill)))
                    .isEmpty();
            assertThatThrownBy(() -> transaction.executeWithoutResult(
                            status -> owners.getReferenceById(bill).getName()))
                    .hasStackTraceContaining("EntityNotFoundException");
        });
    }

    @Test
    void native_queries_find_this_tenants_rows_with_the_deleted_ones() {
        acme.run(() -> owners.deleteById(ada));

        assertThat(acme.call(owners::everything))
                .extracting(owner -> owner.name)
                .containsExactly("Ada", "Amos");
    }

    @Test
    void streams_stay_with_their_tenant() {
        List<String> streamed = acme.call(() -> transaction.execute(status -> {
            try (Stream<Owner> all = owners.streamByNameStartingWith("")) {
                return all.map(Owner::getName).sorted().toList();
            }
        }));

        assertThat(streamed).containsExactly("Ada", "Amos");
    }

    @Test
    void a_stream_is_not_read_under_another_tenant() {
        acme.run(() -> transaction.executeWithoutResult(status -> {
            try (Stream<Owner> all = owners.streamByNameStartingWith("")) {
                assertThatThrownBy(() -> bolt.call(all::toList)).hasStackTraceContaining("TenantMismatchException");
            }
        }));
    }

    @Test
    void locks_hold_this_tenants_rows() {
        acme.run(() -> transaction.executeWithoutResult(status -> {
            assertThat(owners.findLockedByNameStartingWith("")).hasSize(2);

            assertThat(acme.call(this::free)).isZero();
            assertThat(bolt.call(this::free)).isOne();
        }));
    }

    /** How many rows another transaction could lock. */
    private int free() {
        TransactionTemplate apart = new TransactionTemplate(requireNonNull(transaction.getTransactionManager()));
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return requireNonNull(apart.execute(status -> application
                        .getBean(JdbcClient.class)
                        .sql("select name from owner for update skip locked")
                        .query(String.class)
                        .list()))
                .size();
    }

    // ---- deleting

    static Stream<Arguments> deletes() {
        return Stream.<Delete>of(
                        new Delete(
                                "delete",
                                (owners, id) ->
                                        owners.delete(owners.findById(id).orElseThrow())),
                        new Delete("deleteById", Owners::deleteById),
                        new Delete("deleteAll", (owners, id) -> owners.deleteAll(owners.findAllById(List.of(id)))),
                        new Delete("deleteAllById", (owners, id) -> owners.deleteAllById(List.of(id))),
                        new Delete(
                                "derived",
                                (owners, id) ->
                                        assertThat(owners.deleteByName("Ada")).isOne()))
                .map(delete -> Arguments.argumentSet(delete.name, delete.delete));
    }

    private record Delete(String name, BiConsumer<Owners, UUID> delete) {}

    @ParameterizedTest
    @MethodSource("deletes")
    void deletes_are_soft(BiConsumer<Owners, UUID> delete) throws SQLException {
        acme.run(() -> delete.accept(owners, ada));

        assertThat(living()).containsExactly("Amos", "Bill");
        assertThat(rows("select deleted_by from owner where name = 'Ada'")).containsExactly("ann");
        assertThat(rows("select deleted_by from animal where name = 'Rex'")).containsExactly("ann");
        assertThat(acme.call(() -> owners.findById(ada))).isEmpty();
    }

    @Test
    void delete_all_is_soft_and_this_tenants() throws SQLException {
        acme.run(() -> owners.deleteAll());

        assertThat(living()).containsExactly("Bill");
        assertThat(rows("select name from owner order by name")).containsExactly("Ada", "Amos", "Bill");
    }

    @Test
    void deleting_a_reference_is_soft() throws SQLException {
        acme.run(() -> transaction.executeWithoutResult(status -> owners.delete(owners.getReferenceById(ada))));

        assertThat(living()).containsExactly("Amos", "Bill");
        assertThat(rows("select name from owner")).hasSize(3);
    }

    static Stream<Arguments> bulkDeletes() {
        return Stream.<Delete>of(
                        new Delete("deleteAllInBatch", (owners, id) -> owners.deleteAllInBatch()),
                        new Delete(
                                "deleteAllInBatch(entities)",
                                (owners, id) -> owners.deleteAllInBatch(owners.findAllById(List.of(id)))),
                        new Delete("deleteAllByIdInBatch", (owners, id) -> owners.deleteAllByIdInBatch(List.of(id))),
                        new Delete("@Modifying", (owners, id) -> owners.bulkDelete("Ada")),
                        new Delete("native", Owners::deleteNatively),
                        new Delete(
                                "DeleteSpecification",
                                (owners, id) -> owners.delete((DeleteSpecification<Owner>)
                                        (root, query, builder) -> builder.equal(root.get("id"), id))))
                .map(delete -> Arguments.argumentSet(delete.name, delete.delete));
    }

    @ParameterizedTest
    @MethodSource("bulkDeletes")
    void deletes_in_one_statement_are_refused(BiConsumer<Owners, UUID> delete) throws SQLException {
        assertThatThrownBy(() -> acme.run(() -> delete.accept(owners, ada)))
                .hasStackTraceContaining("rowhouse.hibernate.bulk_delete=soft_delete");

        assertThat(living()).containsExactly("Ada", "Amos", "Bill");
    }

    @ParameterizedTest
    @MethodSource("bulkDeletes")
    void deletes_in_one_statement_are_soft_where_the_application_says_so(BiConsumer<Owners, UUID> delete)
            throws SQLException {
        try (ConfigurableApplicationContext softly =
                Clinic.start(database, List.of(), "spring.jpa.properties.rowhouse.hibernate.bulk_delete=soft_delete")) {
            acme.run(() -> delete.accept(softly.getBean(Owners.class), ada));
        }

        assertThat(living()).contains("Bill").doesNotContain("Ada");
        assertThat(rows("select name from owner")).hasSize(3);
        assertThat(rows("select distinct deleted_by from owner where deleted_at is not null"))
                .containsExactly("ann");
    }

    static Stream<Arguments> attacks() {
        return Stream.<Delete>of(
                        new Delete("deleteById", Owners::deleteById),
                        new Delete("deleteAllById", (owners, id) -> owners.deleteAllById(List.of(id))),
                        new Delete(
                                "derived",
                                (owners, id) ->
                                        assertThat(owners.deleteByName("Bill")).isZero()),
                        new Delete(
                                "rename",
                                (owners, id) ->
                                        assertThat(owners.rename(id, "Eve")).isZero()),
                        new Delete(
                                "native",
                                (owners, id) -> assertThat(owners.renameNatively(id, "Eve"))
                                        .isZero()),
                        new Delete(
                                "UpdateSpecification",
                                (owners, id) -> assertThat(owners.update(UpdateSpecification.<Owner>update(
                                                        (root, update, builder) -> update.set("name", "Eve"))
                                                .where((root, update, builder) -> builder.equal(root.get("id"), id))))
                                        .isZero()),
                        new Delete(
                                "move",
                                (owners, id) ->
                                        assertThat(owners.move(id, ACME)).isZero()))
                .map(delete -> Arguments.argumentSet(delete.name, delete.delete));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void nothing_happens_to_rows_of_others(BiConsumer<Owners, UUID> attack) throws SQLException {
        acme.run(() -> {
            try {
                attack.accept(owners, bill);
            } catch (RuntimeException refused) {
                assertThat(refused).hasStackTraceContaining("permission denied");
            }
        });

        assertThat(living()).containsExactly("Ada", "Amos", "Bill");
    }

    @Test
    void a_row_cannot_be_given_away() throws SQLException {
        assertThatThrownBy(() -> acme.run(() -> owners.move(ada, BOLT)))
                .hasStackTraceContaining("permission denied for table owner");

        assertThat(rows("select tenant_id::text from owner where name = 'Ada'")).containsExactly(ACME.toString());
    }

    @Test
    void an_entity_of_another_tenant_is_not_deleted() throws SQLException {
        Owner theirs = bolt.call(() -> owners.findById(bill).orElseThrow());

        acme.run(() -> {
            owners.delete(theirs); // Spring Data: what is not there needs no deletion
            owners.deleteAll(List.of(theirs));
            assertThatThrownBy(() ->
                            transaction.executeWithoutResult(status -> owners.delete(owners.getReferenceById(bill))))
                    .hasStackTraceContaining("EntityNotFoundException");
            assertThatThrownBy(() -> owners.deleteAllInBatch(List.of(theirs)))
                    .hasStackTraceContaining("rowhouse.hibernate.bulk_delete");
        });

        assertThat(living()).contains("Bill");
    }

    // ---- saving

    @Test
    void an_entity_of_another_tenant_is_not_saved() throws SQLException {
        Owner theirs = bolt.call(() -> owners.findById(bill).orElseThrow());
        theirs.name = "Eve";

        assertThatThrownBy(() -> acme.run(() -> owners.save(theirs))).hasStackTraceContaining("OptimisticLock");
        assertThatThrownBy(() -> acme.run(() -> owners.saveAll(List.of(theirs))))
                .hasStackTraceContaining("OptimisticLock");

        assertThat(rows("select name from owner order by name")).containsExactly("Ada", "Amos", "Bill");
    }

    @Test
    void a_new_entity_with_the_id_of_anothers_row_leaves_that_alone() throws SQLException {
        try {
            acme.run(() -> owners.saveAndFlush(new Owner(bill, "Eve")));
        } catch (RuntimeException refused) {
            assertThat(refused).hasStackTraceContaining("detached");
        }

        assertThat(rows("select name from owner where tenant_id = '" + BOLT + "'"))
                .containsExactly("Bill");
    }

    @Test
    void a_reference_to_anothers_row_is_refused() {
        assertThatThrownBy(() -> acme.run(() -> transaction.executeWithoutResult(status -> {
                    Animal animal = new Animal("Spot");
                    animal.owner = owners.getReferenceById(bill);
                    application.getBean(Animals.class).saveAndFlush(animal);
                })))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("foreign key");
    }

    @Test
    void deleted_rows_come_back_by_soft_deletes() {
        acme.run(() -> owners.deleteById(ada));

        assertThat(restored(bolt)).isEqualTo(false);
        assertThat(restored(acme)).isEqualTo(true);
        assertThat(acme.call(() -> owners.findById(ada))).isPresent();
    }

    private Boolean restored(TenantContext tenant) {
        EntityManager entities = application.getBean(EntityManager.class);
        return tenant.call(
                () -> transaction.execute(status -> SoftDeletes.in(entities).restore(Owner.class, ada)));
    }

    @Test
    void a_transaction_belongs_to_one_tenant() {
        Consumer<Owners> reading = Owners::findAll;

        acme.run(() -> transaction.executeWithoutResult(status -> {
            owners.findAll();
            assertThatThrownBy(() -> bolt.run(() -> reading.accept(owners)))
                    .hasStackTraceContaining("TenantMismatchException");
            status.setRollbackOnly();
        }));
    }
}
