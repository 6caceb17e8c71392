package dev.rowhouse.aggregates;

import static dev.rowhouse.spring.PetApplication.ACME;
import static dev.rowhouse.spring.PetApplication.BOLT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.spring.PetApplication;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
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
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.ReadOnlyProperty;
import org.springframework.data.annotation.Version;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.data.jdbc.core.mapping.AggregateReference;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.relational.core.mapping.MappedCollection;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.ListPagingAndSortingRepository;
import org.springframework.data.repository.query.ListQueryByExampleExecutor;

/** Repositories of Spring Data JDBC and its template, whose classes know nothing of tenants. */
class DataJdbcIT {
    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().script("/clinic.sql").build();

    /** The columns of the convention are the database's: left out, or read only. */
    @Table("owner")
    record Owner(
            @Id UUID id,
            String name,
            @Version Integer version,
            @ReadOnlyProperty UUID tenantId,
            @ReadOnlyProperty Instant createdAt,
            @ReadOnlyProperty String createdBy) {
        static Owner named(String name) {
            return new Owner(null, name, null, null, null, null);
        }

        Owner called(String newName) {
            return new Owner(id, newName, version, tenantId, createdAt, createdBy);
        }
    }

    /** Without a version: the row decides. */
    @Table("owner")
    record Unversioned(@Id UUID id, String name) {}

    @Table("invoice_line")
    record Line(String text) {}

    @Table("invoice")
    record Invoice(
            @Id Long id,
            String number,
            AggregateReference<Owner, UUID> ownerId,

            @MappedCollection(idColumn = "invoice", keyColumn = "invoice_key")
            List<Line> lines) {}

    interface Owners
            extends ListCrudRepository<Owner, UUID>,
                    ListPagingAndSortingRepository<Owner, UUID>,
                    ListQueryByExampleExecutor<Owner> {
        List<Owner> findByNameStartingWith(String prefix);

        @Query("select * from owner where name like :pattern")
        List<Owner> queried(String pattern);

        @Modifying
        @Query("update owner set name = :name where id = :id")
        int rename(UUID id, String name);

        @Modifying
        @Query("delete from owner where id = :id")
        int remove(UUID id);

        void deleteByName(String name);
    }

    interface UnversionedOwners extends ListCrudRepository<Unversioned, UUID> {}

    interface Invoices extends ListCrudRepository<Invoice, Long> {}

    @Configuration(proxyBeanMethods = false)
    @EnableJdbcRepositories(basePackageClasses = DataJdbcIT.class, considerNestedRepositories = true)
    static class OnJdbc {}

    private static ConfigurableApplicationContext application;

    private final TenantContext acme = TenantContext.of(ACME).withActor("ann");
    private final TenantContext bolt = TenantContext.of(BOLT);
    private final Owners owners = application.getBean(Owners.class);
    private final Invoices invoices = application.getBean(Invoices.class);
    private final UnversionedOwners unversioned = application.getBean(UnversionedOwners.class);
    private final JdbcAggregateTemplate template = application.getBean(JdbcAggregateTemplate.class);
    private UUID bill;

    @BeforeAll
    static void start() {
        application = PetApplication.start(
                database,
                List.of(OnJdbc.class),
                "spring.autoconfigure.exclude=org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
                        + "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration");
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
        bill = requireNonNull(bolt.call(() -> owners.save(Owner.named("Bill"))).id());
    }

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

    private static List<String> names(List<Owner> owners) {
        return owners.stream().map(Owner::name).toList();
    }

    @Test
    void the_database_fills_what_aggregates_leave_out() {
        Owner saved = acme.call(() -> owners.save(Owner.named("Ada")));
        Owner found =
                acme.call(() -> owners.findById(requireNonNull(saved.id())).orElseThrow());
        Owner changed = acme.call(() -> owners.save(found.called("Adele")));

        assertThat(found.tenantId()).isEqualTo(ACME);
        assertThat(found.createdBy()).isEqualTo("ann");
        assertThat(found.createdAt()).isNotNull();
        assertThat(changed.version()).isEqualTo(found.version() + 1);
        assertThat(acme.call(() -> names(owners.findAll()))).containsExactly("Adele");
    }

    @Test
    void reads_find_this_tenants_rows() {
        acme.run(() -> owners.saveAll(List.of(Owner.named("Ada"), Owner.named("Amos"))));

        acme.run(() -> {
            assertThat(names(owners.findAll())).containsExactlyInAnyOrder("Ada", "Amos");
            assertThat(names(owners.findAll(Sort.by("name")))).containsExactly("Ada", "Amos");
            assertThat(owners.findAll(PageRequest.of(0, 1)).getTotalElements()).isEqualTo(2);
            assertThat(owners.count()).isEqualTo(2);
            assertThat(names(owners.findByNameStartingWith(""))).containsExactlyInAnyOrder("Ada", "Amos");
            assertThat(names(owners.queried("%"))).containsExactlyInAnyOrder("Ada", "Amos");
            assertThat(owners.count(Example.of(Owner.named("Bill")))).isZero();
            assertThat(owners.findById(bill)).isEmpty();
            assertThat(owners.existsById(bill)).isFalse();
            assertThat(owners.findAllById(List.of(bill))).isEmpty();
            assertThat(template.findAll(Owner.class)).hasSize(2);
            assertThat(template.findById(bill, Owner.class)).isNull();
            assertThat(template.count(Owner.class)).isEqualTo(2);
            assertThat(template.exists(
                            org.springframework.data.relational.core.query.Query.query(
                                    Criteria.where("name").is("Bill")),
                            Owner.class))
                    .isFalse();
        });
        assertThatThrownBy(owners::findAll).hasStackTraceContaining("found no tenant in its context");
    }

    static Stream<Arguments> deletes() {
        return Stream.of(
                delete("deleteById", Owners::deleteById),
                delete("deleteAllById", (owners, id) -> owners.deleteAllById(List.of(id))),
                delete("deleteAll", (owners, id) -> owners.deleteAll()),
                delete("derived", (owners, id) -> owners.deleteByName("Bill")),
                delete("@Query", (owners, id) -> assertThat(owners.remove(id)).isZero()),
                delete(
                        "update",
                        (owners, id) -> assertThat(owners.rename(id, "Eve")).isZero()));
    }

    private static Arguments delete(String name, BiConsumer<Owners, UUID> delete) {
        return Arguments.argumentSet(name, delete);
    }

    @ParameterizedTest
    @MethodSource("deletes")
    void rows_of_others_stay(BiConsumer<Owners, UUID> delete) throws SQLException {
        acme.run(() -> delete.accept(owners, bill));

        assertThat(rows("select name from owner")).containsExactly("Bill");
    }

    @Test
    void an_aggregate_of_another_tenant_is_neither_saved_nor_deleted() throws SQLException {
        Owner theirs = bolt.call(() -> owners.findById(bill).orElseThrow());

        acme.run(() -> {
            assertThatThrownBy(() -> owners.save(theirs.called("Eve")))
                    .isInstanceOf(OptimisticLockingFailureException.class);
            assertThatThrownBy(() -> owners.delete(theirs)).isInstanceOf(OptimisticLockingFailureException.class);
            assertThatThrownBy(() -> template.update(theirs.called("Eve")))
                    .isInstanceOf(OptimisticLockingFailureException.class);
            // without a version Spring Data does not ask whether there was anything to change or delete
            unversioned.save(new Unversioned(bill, "Eve"));
            unversioned.delete(new Unversioned(bill, "Eve"));
        });

        assertThat(rows("select name from owner")).containsExactly("Bill");
    }

    @Test
    void parts_of_an_aggregate_are_this_tenants_too() throws SQLException {
        Invoice saved = acme.call(() ->
                invoices.save(new Invoice(null, "1", null, List.of(new Line("vaccination"), new Line("collar")))));
        bolt.run(() -> invoices.save(new Invoice(null, "1", null, List.of(new Line("check")))));

        assertThat(rows("select distinct tenant_id::text from invoice_line order by 1"))
                .containsExactly(ACME.toString(), BOLT.toString());
        assertThat(acme.call(() -> invoices.findAll())).containsExactly(saved);
        assertThat(bolt.call(() -> invoices.findById(requireNonNull(saved.id()))))
                .isEmpty();

        acme.run(() -> invoices.save(new Invoice(saved.id(), "1", null, List.of(new Line("collar")))));
        acme.run(() -> invoices.deleteAll());

        assertThat(rows("select text from invoice_line")).containsExactly("check");
    }

    @Test
    void a_reference_to_an_aggregate_of_another_tenant_is_refused() {
        assertThatThrownBy(() ->
                        acme.run(() -> invoices.save(new Invoice(null, "1", AggregateReference.to(bill), List.of()))))
                .hasStackTraceContaining("violates foreign key constraint");
    }

    @Test
    void batches_carry_the_tenant() throws SQLException {
        acme.run(() -> invoices.saveAll(Stream.of("1", "2", "3")
                .map(number -> new Invoice(null, number, null, List.of(new Line("a"), new Line("b"))))
                .toList()));
        acme.run(() -> template.insertAll(Stream.of("4", "5")
                .map(number -> new Invoice(null, number, null, List.of()))
                .toList()));

        assertThat(rows("select distinct tenant_id::text from invoice")).containsExactly(ACME.toString());
        assertThat(rows("select number from invoice order by number")).containsExactly("1", "2", "3", "4", "5");
        assertThat(rows("select text from invoice_line")).hasSize(6);
        assertThat(bolt.call(() -> invoices.count())).isZero();
    }

    /** A tenant in the aggregate would be written with each update, which the application's role may not. */
    @Table("owner")
    record Wrong(
            @Id UUID id,
            String name,
            UUID tenantId,
            @Version Integer version) {}

    @Test
    void a_tenant_that_is_written_is_refused() {
        Wrong wrong = acme.call(() -> template.insert(new Wrong(null, "Ada", ACME, null)));

        assertThatThrownBy(() -> acme.call(() -> template.update(wrong)))
                .hasStackTraceContaining("permission denied for table owner");
        assertThatThrownBy(() -> acme.call(() -> template.insert(new Wrong(null, "Eve", BOLT, null))))
                .hasStackTraceContaining("row-level security policy");
    }
}
