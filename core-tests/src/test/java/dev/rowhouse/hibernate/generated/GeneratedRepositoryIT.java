package dev.rowhouse.hibernate.generated;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.MissingTenantException;
import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.TenantMismatchException;
import dev.rowhouse.repository.InvalidCursorException;
import dev.rowhouse.repository.PageCursors;
import dev.rowhouse.repository.Restriction;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.data.Limit;
import jakarta.data.Order;
import jakarta.data.exceptions.DataException;
import jakarta.data.exceptions.EntityExistsException;
import jakarta.data.exceptions.OptimisticLockingFailureException;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Repositories that Hibernate's processor has generated from Jakarta Data interfaces, on stateless sessions or stateful ones. Acme
 * and Bolt have pets; whoever attacks is Acme.
 */
class GeneratedRepositoryIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/hibernate/clinic.sql")
            .build();

    private static SessionFactory factory;

    private final TenantContext acme = TenantContext.of(UUID.randomUUID()).withActor("kim");
    private final TenantContext bolt = TenantContext.of(UUID.randomUUID()).withActor("lee");

    @BeforeAll
    static void start() {
        Configuration configuration = new Configuration();
        configuration.getProperties().put("jakarta.persistence.nonJtaDataSource", database.dataSource());
        factory = configuration
                .addAnnotatedClass(Owner.class)
                .addAnnotatedClass(Pet.class)
                .buildSessionFactory();
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @BeforeEach
    void begin() throws SQLException {
        sql("truncate owner, pet, pet_tag, owner_vet");
    }

    // ---- at work

    private static <R> R inPets(TenantContext context, Function<Pets, R> work) {
        return stateless(context, session -> work.apply(new Pets_(session)));
    }

    private static void onPets(TenantContext context, Consumer<Pets> work) {
        stateless(context, session -> {
            work.accept(new Pets_(session));
            return true;
        });
    }

    private static void onCarelessPets(TenantContext context, Consumer<CarelessPets> work) {
        stateless(context, session -> {
            work.accept(new CarelessPets_(session));
            return true;
        });
    }

    private static void onPlainPets(TenantContext context, Consumer<PlainPets> work) {
        stateless(context, session -> {
            work.accept(new PlainPets_(session));
            return true;
        });
    }

    private static <R> R stateless(TenantContext context, Function<StatelessSession, R> work) {
        return context.call(() -> factory.fromStatelessTransaction(work));
    }

    private static <R> R stateful(TenantContext context, Function<Session, R> work) {
        return context.call(() -> factory.fromTransaction(work));
    }

    @Test
    void as_the_guide_shows_it() {
        acme.run(() -> factory.inStatelessTransaction(session -> {
            Pets pets = new Pets_(session);
            Pet rex = pets.save(new Pet("Rex"));
            pets.deleteById(rex.getId()); // soft, and with what the mapping cascades to
            pets.restore(rex.getId());
        }));

        List<Pet> living = inPets(acme, pets -> pets.byName("Rex"));
        assertThat(living).hasSize(1);
    }

    private Pet saved(TenantContext context, String name) {
        return inPets(context, pets -> pets.save(new Pet(name)));
    }

    private static UUID id(Pet pet) {
        return requireNonNull(pet.getId());
    }

    private static List<String> names(Iterable<Pet> found) {
        List<String> names = new ArrayList<>();
        found.forEach(pet -> names.add(pet.name));
        return names;
    }

    private static Order<Pet> byName() {
        return Order.by(_Pet.name.asc());
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = database.superuser().getConnection();
                Statement plain = connection.createStatement()) {
            plain.execute(statement);
        }
    }

    private static String value(String query) throws SQLException {
        try (Connection connection = database.superuser().getConnection();
                Statement plain = connection.createStatement();
                ResultSet rows = plain.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return String.valueOf(rows.getString(1));
        }
    }

    /** Everything of a tenant's pets that an attack could change. */
    private static String rowsOf(TenantContext context) throws SQLException {
        return value("select string_agg(p::text, '; ' order by id) from pet p where tenant_id = '" + context.tenantId()
                + "'");
    }

    // ---- writing

    @Test
    void a_new_entity_is_saved_with_its_tenant_and_audit_columns() {
        Pet rex = saved(acme, "Rex");

        Pet found = inPets(acme, pets -> pets.findById(id(rex)).orElseThrow());

        assertThat(rex.getTenantId()).isEqualTo(acme.tenantId());
        assertThat(found.getCreatedBy()).isEqualTo("kim");
        assertThat(found.getCreatedAt()).isEqualTo(rex.getCreatedAt());
        assertThat(found.getVersion()).isZero();
    }

    @Test
    void what_was_read_is_changed_and_its_version_raised() {
        Pet rex = saved(acme, "Rex");

        Pet changed = inPets(acme, pets -> {
            Pet found = pets.findById(id(rex)).orElseThrow();
            found.name = "Max";
            return pets.save(found);
        });

        assertThat(changed.getVersion()).isEqualTo(1);
        assertThat(names(inPets(acme, pets -> pets.byName("Max")))).containsExactly("Max");
    }

    @Test
    void saving_a_stale_version_changes_nothing() {
        Pet rex = saved(acme, "Rex");
        onPets(acme, pets -> {
            Pet found = pets.findById(id(rex)).orElseThrow();
            found.name = "Max";
            pets.update(found);
        });
        rex.name = "Rexi";

        assertThatThrownBy(() -> onPets(acme, pets -> pets.save(rex)))
                .isInstanceOf(OptimisticLockingFailureException.class);

        assertThat(names(inPets(acme, pets -> pets.named("%")))).containsExactly("Max");
    }

    @Test
    void many_are_saved_or_none() {
        Pet rex = saved(acme, "Rex");
        rex.chip = "1";
        Pet max = new Pet("Max");
        max.chip = "1";

        assertThatThrownBy(() -> onPets(acme, pets -> pets.saveAll(List.of(rex, max))))
                .isInstanceOf(EntityExistsException.class)
                .hasMessageContaining("pet_chip_key");
        max.chip = "2";
        List<Pet> all = inPets(acme, pets -> pets.saveAll(List.of(rex, max)));

        assertThat(names(all)).containsExactly("Rex", "Max");
        assertThat(names(inPets(acme, pets -> pets.named("%")))).containsExactly("Max", "Rex");
    }

    @Test
    void a_forged_author_is_undone() throws SQLException {
        Pet rex = new Pet("Rex");
        set(rex, "createdBy", "somebody else");
        set(rex, "createdAt", Instant.EPOCH);

        onPets(acme, pets -> pets.insert(rex));

        assertThat(value("select created_by || ' ' || (created_at > now() - interval '1 hour') from pet"))
                .isEqualTo("kim true");
    }

    // ---- soft delete

    @Test
    void deleteById_soft_deletes_and_cascades() throws SQLException {
        Owner dana = stateful(acme, session -> {
            Owner owner = new Owner();
            owner.name = "Dana";
            Pet rex = new Pet("Rex");
            rex.owner = owner;
            owner.pets.add(rex);
            session.persist(owner);
            return owner;
        });

        stateless(acme, session -> {
            new Owners_(session).deleteById(requireNonNull(dana.getId()));
            return true;
        });

        assertThat(value("select count(*) from pet where deleted_at is not null and deleted_by = 'kim'"))
                .isEqualTo("1");
        stateless(
                acme,
                session -> assertThat(new Owners_(session).findById(requireNonNull(dana.getId())))
                        .isEmpty());
        stateless(
                acme,
                session -> assertThat(new Owners_(session).restore(requireNonNull(dana.getId())))
                        .isTrue());
        assertThat(names(inPets(acme, pets -> pets.named("%")))).containsExactly("Rex");
    }

    @Test
    void deleteById_of_nothing_does_nothing() {
        onPets(acme, pets -> pets.deleteById(UUID.randomUUID()));

        assertThat(names(inPets(acme, pets -> pets.named("%")))).isEmpty();
    }

    @Test
    void deleted_entities_are_hidden_found_restored_and_purged() {
        Pet rex = saved(acme, "Rex");
        Pet max = saved(acme, "Max");

        onPets(acme, pets -> assertThat(pets.softDelete(id(rex))).isTrue());
        onPets(acme, pets -> assertThat(pets.softDelete(id(rex))).isFalse());

        onPets(acme, pets -> {
            assertThat(pets.findById(id(rex))).isEmpty();
            assertThat(names(pets.findAll().toList())).containsExactly("Max");
            assertThat(names(pets.findAll(PageRequest.ofSize(5), byName()))).containsExactly("Max");
            assertThat(pets.byName("Rex")).isEmpty();
            assertThat(pets.named("R%")).isEmpty();
            assertThat(names(pets.findDeleted(Restriction.unrestricted(), byName(), Limit.of(5))))
                    .containsExactly("Rex");
            assertThat(pets.findDeletedById(id(rex)))
                    .get()
                    .extracting(Pet::getDeletedBy)
                    .isEqualTo("kim");
            assertThat(pets.findDeletedById(id(max))).isEmpty();
        });
        onPets(acme, pets -> assertThat(pets.restore(id(rex))).isTrue());
        assertThat(names(inPets(acme, pets -> pets.named("%")))).containsExactly("Max", "Rex");
        onPets(acme, pets -> pets.softDelete(id(max)));
        onPets(acme, pets -> assertThat(pets.purge(Duration.ZERO)).isEqualTo(1));
        onPets(acme, pets -> assertThat(pets.restore(id(max))).isFalse());
    }

    @Test
    void deleting_an_entity_soft_deletes_it_and_keeps_its_elements() {
        Pet rex = new Pet("Rex");
        rex.tags.add("loud");
        onPets(acme, pets -> pets.insert(rex));

        onPets(acme, pets -> {
            Pet found = pets.findById(id(rex)).orElseThrow();
            pets.session().fetch(found.tags);
            pets.delete(found);
        });
        onPets(acme, pets -> pets.restore(id(rex)));

        onPets(acme, pets -> {
            Pet found = pets.findById(id(rex)).orElseThrow();
            pets.session().fetch(found.tags);
            assertThat(found.tags).containsExactly("loud");
        });
    }

    @Test
    void elements_that_are_taken_away_are_gone() throws SQLException {
        Pet rex = new Pet("Rex");
        rex.tags.add("loud");
        onPets(acme, pets -> pets.insert(rex));

        onPets(acme, pets -> {
            rex.tags.clear();
            pets.update(rex);
        });

        assertThat(value("select count(*) from pet_tag")).isEqualTo("0");
    }

    @Test
    void bulk_deletes_are_refused() throws SQLException {
        Pet rex = saved(acme, "Rex");

        assertThatThrownBy(() -> onPlainPets(acme, pets -> pets.deleteById(id(rex))))
                .isInstanceOf(RowhouseException.class)
                .hasMessageContaining("which would be gone for good");
        assertThatThrownBy(() -> onPlainPets(acme, pets -> pets.deleteByName("Rex")))
                .isInstanceOf(RowhouseException.class);
        assertThatThrownBy(() -> onCarelessPets(acme, pets -> pets.deleteNamed("Rex")))
                .isInstanceOf(RowhouseException.class);
        assertThatThrownBy(() -> stateful(acme, session -> {
                    new SessionPets_(session).deleteById(id(rex));
                    return true;
                }))
                .isInstanceOf(RowhouseException.class);

        assertThat(value("select count(*) from pet where deleted_at is null")).isEqualTo("1");
    }

    @Test
    void what_was_deleted_meanwhile_is_not_written() throws SQLException {
        Pet rex = saved(acme, "Rex");
        onPets(acme, pets -> pets.softDelete(id(rex)));
        String before = rowsOf(acme);
        rex.name = "back again";

        assertThatThrownBy(() -> onPets(acme, pets -> pets.save(rex)))
                .isInstanceOf(OptimisticLockingFailureException.class)
                .hasMessageContaining("soft-deleted");
        assertThatThrownBy(() -> onPets(acme, pets -> pets.update(copyOf(rex))))
                .isInstanceOf(OptimisticLockingFailureException.class);
        assertThatThrownBy(() -> onPets(acme, pets -> pets.delete(copyOf(rex))))
                .isInstanceOf(OptimisticLockingFailureException.class);
        assertThatThrownBy(() -> onPlainPets(acme, pets -> pets.save(copyOf(rex))))
                .isInstanceOf(DataException.class);

        assertThat(rowsOf(acme)).isEqualTo(before);
    }

    /** What somebody makes up who knows id and version. */
    private static Pet copyOf(Pet pet) {
        Pet copy = new Pet(id(pet), "hacked");
        set(copy, "version", 0L);
        return copy;
    }

    private static void set(Pet pet, String field, Object value) {
        try {
            var found = dev.rowhouse.hibernate.TenantEntity.class.getDeclaredField(field);
            found.setAccessible(true);
            found.set(pet, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- other tenants

    @Test
    void what_is_another_tenants_cannot_be_written() throws SQLException {
        Pet fang = saved(bolt, "Fang");
        String before = rowsOf(bolt);

        List<Consumer<PlainPets>> generated = List.of(
                pets -> pets.update(copyOf(fang)),
                pets -> pets.updateAll(List.of(copyOf(fang))),
                pets -> pets.delete(copyOf(fang)),
                pets -> pets.deleteAll(List.of(copyOf(fang))),
                pets -> pets.save(fang),
                pets -> pets.insert(fang));
        List<Consumer<Pets>> ours = List.of(
                pets -> pets.save(copyOf(fang)), pets -> pets.saveAll(List.of(copyOf(fang))), pets -> pets.save(fang));
        List<Consumer<CarelessPets>> careless = List.of(pets -> pets.give("Rex", bolt.tenantId()));

        saved(acme, "Rex");
        generated.forEach(attack -> assertThatThrownBy(() -> onPlainPets(acme, attack))
                .isInstanceOfAny(DataException.class, TenantMismatchException.class));
        ours.forEach(attack -> assertThatThrownBy(() -> onPets(acme, attack))
                .isInstanceOfAny(DataException.class, TenantMismatchException.class));
        careless.forEach(attack -> assertThatThrownBy(() -> onCarelessPets(acme, attack))
                .isInstanceOfAny(DataException.class, TenantMismatchException.class));
        onPets(acme, pets -> {
            assertThat(pets.findById(id(fang))).isEmpty();
            assertThat(pets.softDelete(id(fang))).isFalse();
            pets.deleteById(id(fang));
            assertThat(pets.restore(id(fang))).isFalse();
        });

        assertThat(rowsOf(bolt)).isEqualTo(before);
    }

    @Test
    void an_upsert_of_another_tenants_id_writes_a_row_of_ones_own() throws SQLException {
        Pet fang = saved(bolt, "Fang");
        String before = rowsOf(bolt);

        onPlainPets(acme, pets -> pets.save(copyOf(fang)));

        assertThat(rowsOf(bolt)).isEqualTo(before);
        assertThat(names(inPets(acme, pets -> pets.named("%")))).containsExactly("hacked");
    }

    @Test
    void another_tenants_deleted_entities_are_not_found_restored_or_purged() throws SQLException {
        Pet fang = saved(bolt, "Fang");
        onPets(bolt, pets -> pets.softDelete(id(fang)));
        String before = rowsOf(bolt);

        onPets(acme, pets -> {
            assertThat(pets.findDeletedById(id(fang))).isEmpty();
            assertThat(pets.findDeleted(Restriction.unrestricted(), byName(), Limit.of(5)))
                    .isEmpty();
            assertThat(pets.restore(id(fang))).isFalse();
            assertThat(pets.purge(Duration.ZERO)).isZero();
        });

        assertThat(rowsOf(bolt)).isEqualTo(before);
    }

    @Test
    void a_repository_serves_no_other_tenant_than_its_sessions() {
        Pet rex = saved(acme, "Rex");

        stateless(acme, session -> {
            Pets pets = new Pets_(session);
            assertThatThrownBy(() -> bolt.run(() -> pets.findById(id(rex))))
                    .isInstanceOf(TenantMismatchException.class);
            assertThatThrownBy(() -> bolt.run(() -> pets.softDelete(id(rex))))
                    .isInstanceOf(TenantMismatchException.class);
            assertThatThrownBy(() -> bolt.run(() -> pets.findPage(PageRequest.ofSize(1), byName())))
                    .isInstanceOf(TenantMismatchException.class);
            return true;
        });
        try (StatelessSession nobodys = factory.openStatelessSession()) {
            Pets pets = new Pets_(nobodys);
            assertThatThrownBy(() -> pets.findById(id(rex))).isInstanceOf(MissingTenantException.class);
            assertThatThrownBy(() -> pets.softDelete(id(rex))).isInstanceOf(MissingTenantException.class);
            assertThatThrownBy(() -> pets.insert(new Pet("Stray"))).isInstanceOf(MissingTenantException.class);
        }
    }

    // ---- pages

    @Test
    void pages_go_both_ways_and_their_cursors_are_the_tenants() {
        inPets(acme, pets -> pets.saveAll(List.of(new Pet("a"), new Pet("b"), new Pet("b"), new Pet("c"))));
        saved(bolt, "x");

        String cursor = stateless(acme, session -> {
            Pets pets = new Pets_(session);
            CursoredPage<Pet> first = pets.findPage(PageRequest.ofSize(2), byName());
            CursoredPage<Pet> second = pets.findPage(first.nextPageRequest(), byName());
            assertThat(names(first)).containsExactly("a", "b");
            assertThat(names(second)).containsExactly("b", "c");
            assertThat(second.hasNext()).isFalse();
            assertThat(first.totalElements()).isEqualTo(4);
            assertThat(names(pets.findPage(second.previousPageRequest(), byName())))
                    .containsExactly("a", "b");
            assertThat(names(pets.findPage(Restriction.startsWith("name", "b"), PageRequest.ofSize(5), byName())))
                    .containsExactly("b", "b");
            return first.cursor(1).toString();
        });
        PageRequest.Cursor carried = PageRequest.Cursor.forKey(cursor);

        assertThat(names(inPets(acme, pets -> pets.findPage(PageRequest.afterCursor(carried, 2, 2, false), byName()))))
                .containsExactly("b", "c");
        assertThatThrownBy(() ->
                        onPets(bolt, pets -> pets.findPage(PageRequest.afterCursor(carried, 2, 2, false), byName())))
                .isInstanceOf(InvalidCursorException.class);
    }

    /** Why there is a {@code findPage}. */
    @Test
    void generated_pages_miss_rows_that_are_equal_and_show_what_is_in_them() {
        inPets(acme, pets -> pets.saveAll(List.of(new Pet("a"), new Pet("b"), new Pet("b"), new Pet("c"))));

        onPlainPets(acme, pets -> {
            CursoredPage<Pet> first = pets.generatedPage(PageRequest.ofSize(2), byName());
            assertThat(names(pets.generatedPage(first.nextPageRequest(), byName())))
                    .containsExactly("c");
            assertThat(first.cursor(1).elements().get(0)).isEqualTo("b");
        });
    }

    @Test
    void cursors_of_the_applications_secret_outlive_the_process() {
        inPets(acme, pets -> pets.saveAll(List.of(new Pet("a"), new Pet("b"))));
        PageCursors shared = PageCursors.withSecret(new byte[32]);

        String cursor = stateless(
                acme,
                session -> new SharedCursors(session, shared)
                        .findPage(PageRequest.ofSize(1), byName())
                        .cursor(0)
                        .toString());
        PageRequest next = PageRequest.afterCursor(PageRequest.Cursor.forKey(cursor), 2, 1, false);

        assertThat(names(stateless(
                        acme,
                        session -> new SharedCursors(session, PageCursors.withSecret(new byte[32]))
                                .findPage(next, byName()))))
                .containsExactly("b");
        assertThatThrownBy(() -> onPets(acme, pets -> pets.findPage(next, byName())))
                .isInstanceOf(InvalidCursorException.class);
    }

    private static final class SharedCursors extends Pets_ {
        private final PageCursors cursors;

        SharedCursors(StatelessSession session, PageCursors cursors) {
            super(session);
            this.cursors = cursors;
        }

        @Override
        public PageCursors pageCursors() {
            return cursors;
        }
    }

    // ---- sessions

    @Test
    void without_a_transaction_a_write_has_its_own() {
        Pet rex = saved(acme, "Rex");

        acme.run(() -> {
            try (StatelessSession session = factory.openStatelessSession()) {
                Pets pets = new Pets_(session);
                assertThat(pets.softDelete(id(rex))).isTrue();
                assertThat(names(pets.findDeleted(Restriction.unrestricted(), byName(), Limit.of(5))))
                        .containsExactly("Rex");
                assertThat(pets.restore(id(rex))).isTrue();
                pets.save(new Pet("Max"));
                assertThat(names(pets.findPage(PageRequest.ofSize(5), byName())))
                        .containsExactly("Max", "Rex");
                assertThat(session.isJoinedToTransaction()).isFalse();
            }
        });

        assertThat(names(inPets(acme, pets -> pets.named("%")))).containsExactly("Max", "Rex");
    }

    @Test
    void in_a_transaction_everything_is_rolled_back_with_it() {
        Pet rex = saved(acme, "Rex");

        assertThatThrownBy(() -> onPets(acme, pets -> {
                    pets.deleteById(id(rex));
                    pets.save(new Pet("Max"));
                    throw new IllegalStateException("planned");
                }))
                .hasMessage("planned");

        assertThat(names(inPets(acme, pets -> pets.named("%")))).containsExactly("Rex");
    }

    @Test
    void in_a_stateful_session_what_comes_back_is_managed() {
        Pet rex = saved(acme, "Rex");
        Pet max = saved(acme, "Max");

        stateful(acme, session -> {
            SessionPets pets = new SessionPets_(session);
            assertThat(pets.softDelete(id(rex))).isTrue();
            assertThat(pets.byId(id(rex))).isEmpty();
            assertThat(pets.byName("Rex")).isEmpty();
            assertThat(pets.findDeletedById(id(rex))).isPresent();
            CursoredPage<Pet> page = pets.findPage(PageRequest.ofSize(5), byName());
            assertThat(page)
                    .singleElement()
                    .satisfies(pet -> assertThat(session.contains(pet)).isTrue());
            page.content().get(0).name = "Moritz";
            return true;
        });

        assertThat(names(inPets(acme, pets -> pets.named("%")))).containsExactly("Moritz");
        stateful(
                acme,
                session ->
                        assertThat(new SessionPets_(session).restore(id(rex))).isTrue());
        stateful(
                bolt,
                session -> assertThat(new SessionPets_(session).softDelete(id(max)))
                        .isFalse());
    }
}
