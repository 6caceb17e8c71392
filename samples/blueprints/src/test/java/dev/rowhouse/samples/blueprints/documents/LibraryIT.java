package dev.rowhouse.samples.blueprints.documents;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.TenantContext;
import dev.rowhouse.repository.InvalidCursorException;
import dev.rowhouse.repository.PageCursors;
import dev.rowhouse.samples.blueprints.SampleDatabase;
import dev.rowhouse.samples.blueprints.config.Persistence;
import dev.rowhouse.samples.blueprints.tenants.Tenant;
import dev.rowhouse.samples.blueprints.tenants.Tenants;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.data.page.CursoredPage;
import jakarta.data.page.PageRequest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Documents of two tenants that are new for each test. */
class LibraryIT {
    private static final String PUMP = "{'motors': [{'kind': 'servo', 'watts': 750}], 'notes': 'salt water'}";
    private static final String CRANE = "{'motors': [{'kind': 'stepper', 'watts': 90}], 'load': 2.50}";

    @RegisterExtension
    static final RowhouseDatabase database = SampleDatabase.create();

    private static SessionFactory factory;
    private static Library library;

    private TenantContext harbor;
    private TenantContext meadow;

    @BeforeAll
    static void start() {
        factory = Persistence.start(database.dataSource());
        library = new Library(new UnitOfWork(factory), PageCursors.ofThisProcess());
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @BeforeEach
    void addTenants() {
        harbor = newTenant().withActor("dana");
        meadow = newTenant().withActor("noor");
    }

    private static TenantContext newTenant() {
        Tenant tenant = new Tenants(factory).add("t-" + UUID.randomUUID(), "A tenant");
        return TenantContext.of(tenant.getId());
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    private static Draft draft(String name, String spec) {
        return new Draft(name, "About " + name, json(spec));
    }

    private static Blueprint add(String name) {
        return library.add(draft(name, PUMP));
    }

    private static List<String> names() {
        return library.list(PageRequest.ofSize(100).withoutTotal()).content().stream()
                .map(Blueprint::getName)
                .toList();
    }

    private static List<String> found(Optional<String> text, Optional<String> part, Optional<String> like) {
        return library.search(new Search(text, part.map(LibraryIT::json), like, 20)).stream()
                .map(Hit::name)
                .toList();
    }

    /** Reads a column by plain SQL. */
    private static List<String> column(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    // ---- tenants

    @Test
    void each_table_is_under_row_level_security_also_for_its_owner() {
        assertThat(column(database.superuser(), """
                        select format('%s %s %s', relname, relrowsecurity, relforcerowsecurity)
                        from pg_class
                        where relnamespace = 'public'::regnamespace
                        and relkind = 'r'
                        and has_table_privilege('%s', oid, 'select, insert, update, delete')
                        order by relname
                        """.replace("'%s', oid", "'" + database.applicationRole() + "', oid")))
                .containsExactly("blueprint t t", "blueprint_comment t t", "blueprint_revision t t", "tenant t t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blueprint", "blueprint_revision", "blueprint_comment"})
    void no_table_shows_a_tenant_rows_of_another(String table) {
        harbor.run(() -> {
            add("pump-station");
            library.comment("pump-station", "Salty.");
            library.change("pump-station", 0, before -> before.withDescription("Other"));
        });

        String sql = "select tenant_id from " + table;

        assertThat(harbor.call(() -> column(database.dataSource(), sql)))
                .hasSize(1)
                .containsOnly(harbor.tenantId().toString());
        assertThat(meadow.call(() -> column(database.dataSource(), sql))).isEmpty();
        assertThatThrownBy(() -> column(database.dataSource(), sql)).rootCause().hasMessageContaining("tenant");
    }

    @Test
    void two_tenants_have_blueprints_of_the_same_name_and_each_sees_its_own() {
        harbor.run(() -> library.add(draft("pump-station", PUMP)));
        meadow.run(() -> library.add(draft("pump-station", CRANE)));

        assertThat(harbor.call(() -> library.get("pump-station").getSpec())).isEqualTo(json(PUMP));
        assertThat(meadow.call(() -> library.get("pump-station").getSpec())).isEqualTo(json(CRANE));
    }

    @Test
    void what_another_tenant_has_is_unknown_to_every_method() {
        Blueprint pump = harbor.call(() -> add("pump-station"));
        Comment comment = harbor.call(() -> library.comment("pump-station", "Salty."));

        meadow.run(() -> {
            assertThat(names()).isEmpty();
            assertThat(found(Optional.of("salt"), Optional.empty(), Optional.empty()))
                    .isEmpty();
            assertRefused(() -> library.get("pump-station"), "this tenant has none of that name");
            assertRefused(() -> library.history("pump-station"), "this tenant has none of that name");
            assertRefused(() -> library.change("pump-station", 0, draft -> draft), "none of that name");
            assertRefused(() -> library.comment("pump-station", "Hello"), "none of that name");
            assertRefused(() -> library.delete("pump-station"), "none of that name");
            assertRefused(() -> library.deleteComment(requireNonNull(comment.getId())), "there is none of this id");
            assertRefused(() -> library.restore(String.valueOf(pump.getId())), "no such blueprint was deleted");
            assertThat(library.purge(Duration.ZERO)).isZero();
        });
        assertThat(harbor.call(() -> library.getWithComments("pump-station").comments()))
                .hasSize(1);
    }

    private static void assertRefused(Runnable work, String found) {
        assertThatThrownBy(work::run).isInstanceOf(RefusedException.class).hasMessageContaining(found);
    }

    @Test
    void the_directory_of_tenants_can_be_added_to_and_not_changed() {
        assertThat(column(database.superuser(), """
                        select privilege_type
                        from information_schema.role_table_grants
                        where table_name = 'tenant'
                        and grantee = '%s'
                        order by privilege_type
                        """.formatted(database.applicationRole())))
                .containsExactly("INSERT", "SELECT");
        Tenant tenant = new Tenants(factory).add("t-" + UUID.randomUUID(), "One");
        assertRefused(() -> new Tenants(factory).add(tenant.getSlug(), "Two"), "there is one of this short name");
    }

    // ---- versions

    @Test
    void each_change_keeps_what_was_before() {
        harbor.run(() -> {
            add("pump-station");
            library.change("pump-station", 0, before -> before.withSpec(json(CRANE)));
        });
        harbor.withActor("kim").run(() -> library.change("pump-station", 1, before -> before.withName("crane")));

        Blueprint now = harbor.call(() -> library.get("crane"));
        List<Revision> history = harbor.call(() -> library.history("crane"));

        assertThat(now.getVersion()).isEqualTo(2);
        assertThat(now.getUpdatedBy()).isEqualTo("kim");
        assertThat(history).extracting(Revision::getVersion).containsExactly(1L, 0L);
        assertThat(history).extracting(Revision::getName).containsOnly("pump-station");
        assertThat(history).extracting(Revision::getSpec).containsExactly(json(CRANE), json(PUMP));
        assertThat(history).extracting(Revision::getWrittenBy).containsOnly("dana");
        assertThat(history.get(1).getWrittenAt()).isEqualTo(now.getCreatedAt());
    }

    @Test
    void a_change_that_changes_nothing_writes_nothing() {
        harbor.run(() -> {
            add("pump-station");

            Blueprint same = library.change("pump-station", 0, before -> before.withSpec(json(PUMP)));

            assertThat(same.getVersion()).isZero();
            assertThat(library.history("pump-station")).isEmpty();
        });
    }

    @Test
    void a_former_version_cannot_be_changed_by_anybody() {
        harbor.run(() -> {
            add("pump-station");
            library.change("pump-station", 0, before -> before.withDescription("Other"));
        });

        assertThatThrownBy(() -> harbor.run(() -> factory.inTransaction(session -> session.createNativeMutationQuery(
                                "update blueprint_revision set description = 'forged'")
                        .executeUpdate())))
                .hasMessageContaining("its rows are immutable");
    }

    @Test
    void who_has_seen_an_old_version_writes_nothing() {
        harbor.run(() -> {
            add("pump-station");
            library.change("pump-station", 0, before -> before.withDescription("Mine"));

            assertRefused(
                    () -> library.change("pump-station", 0, before -> before.withDescription("Yours")),
                    "you have seen version 0, and it is version 1 by now, written by dana");

            assertThat(library.get("pump-station").getDescription()).isEqualTo("Mine");
            assertThat(library.history("pump-station")).hasSize(1);
        });
    }

    @Test
    void of_two_changes_at_the_same_time_one_is_written() {
        Library somebodyElse = new Library(new UnitOfWork(factory), PageCursors.ofThisProcess());
        harbor.run(() -> {
            add("pump-station");

            assertRefused(
                    () -> library.change("pump-station", 0, before -> {
                        somebodyElse.change("pump-station", 0, other -> other.withDescription("First"));
                        return before.withDescription("Second");
                    }),
                    "somebody else changed it in this moment");

            assertThat(library.get("pump-station").getDescription()).isEqualTo("First");
            assertThat(library.history("pump-station")).hasSize(1);
        });
    }

    @Test
    void a_taken_name_is_refused() {
        harbor.run(() -> {
            add("pump-station");
            add("crane");

            assertRefused(() -> add("crane"), "another blueprint has this name");
            assertRefused(
                    () -> library.change("crane", 0, before -> before.withName("pump-station")),
                    "another blueprint has the new name");
        });
    }

    // ---- search

    @Test
    void text_is_found_in_name_description_and_spec() {
        harbor.run(() -> {
            library.add(draft("pump-station", PUMP));
            library.add(new Draft("crane", "Lifts two tons", json(CRANE)));

            assertThat(found(Optional.of("station"), Optional.empty(), Optional.empty()))
                    .containsExactly("pump-station");
            assertThat(found(Optional.of("lift"), Optional.empty(), Optional.empty()))
                    .containsExactly("crane");
            assertThat(found(Optional.of("\"salt water\" or tons"), Optional.empty(), Optional.empty()))
                    .containsExactlyInAnyOrder("pump-station", "crane");
            assertThat(library.search(new Search(Optional.of("tons"), Optional.empty(), Optional.empty(), 20)))
                    .extracting(Hit::excerpt)
                    .containsExactly("Lifts two [tons]");
        });
    }

    @Test
    void specs_are_found_by_a_part_of_them() {
        harbor.run(() -> {
            library.add(draft("pump-station", PUMP));
            library.add(draft("crane", CRANE));

            assertThat(found(Optional.empty(), Optional.of("{'motors': [{'kind': 'servo'}]}"), Optional.empty()))
                    .containsExactly("pump-station");
            assertThat(found(Optional.empty(), Optional.of("{'load': 2.5}"), Optional.empty()))
                    .containsExactly("crane");
            assertThat(found(Optional.of("station"), Optional.of("{'load': 2.5}"), Optional.empty()))
                    .isEmpty();
        });
    }

    @Test
    void names_are_found_although_they_are_misspelt() {
        harbor.run(() -> {
            add("greenhouse-controller");
            add("crane");

            assertThat(found(Optional.empty(), Optional.empty(), Optional.of("grenhouse controler")))
                    .containsExactly("greenhouse-controller");
        });
    }

    @Test
    void what_is_deleted_is_not_found() {
        harbor.run(() -> {
            add("pump-station");
            library.delete("pump-station");

            assertThat(found(Optional.of("salt"), Optional.empty(), Optional.empty()))
                    .isEmpty();
            assertThat(found(Optional.empty(), Optional.of("{}"), Optional.empty()))
                    .isEmpty();
            assertThat(found(Optional.empty(), Optional.empty(), Optional.of("pump")))
                    .isEmpty();
        });
    }

    // ---- pages

    @Test
    void pages_are_turned_in_both_directions_whatever_others_add_meanwhile() {
        harbor.run(() -> {
            for (int i = 1; i <= 5; i++) {
                add("blueprint-" + i);
            }

            CursoredPage<Blueprint> first = library.list(PageRequest.ofSize(2).withoutTotal());
            add("blueprint-6");
            CursoredPage<Blueprint> second = library.list(after(first));
            CursoredPage<Blueprint> third = library.list(after(second));
            CursoredPage<Blueprint> secondAgain = library.list(PageRequest.beforeCursor(third.cursor(0), 1, 2, false));

            assertThat(first).extracting(Blueprint::getName).containsExactly("blueprint-5", "blueprint-4");
            assertThat(second).extracting(Blueprint::getName).containsExactly("blueprint-3", "blueprint-2");
            assertThat(third).extracting(Blueprint::getName).containsExactly("blueprint-1");
            assertThat(third.hasNext()).isFalse();
            assertThat(secondAgain).extracting(Blueprint::getName).containsExactly("blueprint-3", "blueprint-2");
        });
    }

    /** As a client gives it back: as a text. */
    private static PageRequest after(CursoredPage<Blueprint> page) {
        String text = page.cursor(page.numberOfElements() - 1).toString();
        return PageRequest.afterCursor(PageRequest.Cursor.forKey(text), 2, 2, false);
    }

    @Test
    void a_cursor_of_another_tenant_and_a_forged_one_are_refused() {
        PageRequest foreign = harbor.call(() -> {
            add("pump-station");
            return after(library.list(PageRequest.ofSize(2).withoutTotal()));
        });

        assertThatThrownBy(() -> meadow.run(() -> library.list(foreign))).isInstanceOf(InvalidCursorException.class);
        assertThatThrownBy(() -> harbor.run(() ->
                        library.list(PageRequest.afterCursor(PageRequest.Cursor.forKey("blueprint-1"), 2, 2, false))))
                .isInstanceOf(InvalidCursorException.class);
    }

    // ---- deleted and restored

    @Test
    void comments_go_and_come_back_with_their_blueprint_but_for_those_deleted_before() {
        harbor.run(() -> {
            add("pump-station");
            Comment wrong = library.comment("pump-station", "Wrong.");
            library.comment("pump-station", "Right.");
            library.deleteComment(requireNonNull(wrong.getId()));
            library.delete("pump-station");
            assertThat(names()).isEmpty();
            assertThat(column(database.dataSource(), "select text from blueprint_comment where deleted_at is null"))
                    .isEmpty();

            Blueprint restored = library.restore("pump-station");

            assertThat(restored.getVersion()).isEqualTo(2);
            assertThat(library.getWithComments("pump-station").comments())
                    .extracting(Comment::getText)
                    .containsExactly("Right.");
        });
    }

    @Test
    void a_restore_into_a_taken_name_changes_nothing() {
        harbor.run(() -> {
            Blueprint old = add("pump-station");
            library.comment("pump-station", "Old.");
            library.delete("pump-station");
            add("pump-station");

            assertRefused(() -> library.restore("pump-station"), "another blueprint has this name. Rename that one");

            assertThat(library.deleted(10)).extracting(Blueprint::getId).containsExactly(old.getId());
            library.change("pump-station", 0, before -> before.withName("pump-two"));
            library.restore("pump-station");
            assertThat(library.getWithComments("pump-station").comments()).hasSize(1);
        });
    }

    @Test
    void of_several_deleted_ones_of_a_name_one_is_restored_by_its_id() {
        harbor.run(() -> {
            Blueprint first = add("pump-station");
            library.delete("pump-station");
            add("pump-station");
            library.delete("pump-station");

            assertRefused(() -> library.restore("pump-station"), "2 of this name were deleted");

            assertThat(library.restore(String.valueOf(first.getId())).getId()).isEqualTo(first.getId());
        });
    }

    @Test
    void what_lives_or_never_was_is_not_restored() {
        harbor.run(() -> {
            Blueprint living = add("pump-station");

            assertRefused(() -> library.restore("pump-station"), "it is not deleted");
            assertRefused(() -> library.restore(String.valueOf(living.getId())), "it is not deleted");
            assertRefused(() -> library.restore("crane"), "no such blueprint was deleted");
        });
    }

    @Test
    void a_purge_takes_versions_and_comments_along_and_leaves_what_was_deleted_lately() {
        harbor.run(() -> {
            add("pump-station");
            library.comment("pump-station", "Salty.");
            library.change("pump-station", 0, before -> before.withDescription("Other"));
            library.delete("pump-station");

            assertThat(library.purge(Duration.ofDays(30))).isZero();
            assertThat(library.purge(Duration.ZERO)).isEqualTo(2);

            assertThat(column(
                            database.dataSource(),
                            "select 'blueprint' from blueprint union all select 'revision' from blueprint_revision"
                                    + " union all select 'comment' from blueprint_comment"))
                    .isEmpty();
        });
    }
}
