package dev.rowhouse.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.SharedTable;
import dev.rowhouse.TenantContext;
import dev.rowhouse.connection.TenantDataSource;
import dev.rowhouse.isolation.IsolationCheck;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.PrimaryKeyJoinColumn;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Hibernate does not start on tables that do not keep tenants apart. */
class TableCheckIT {
    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .script("/dev/rowhouse/hibernate/clinic.sql")
            .script("/dev/rowhouse/hibernate/animals.sql")
            .isolationCheck(IsolationCheck.off()) // which would speak first
            .build();

    private static final String NAMES = TableCheckIT.class.getName() + "$";

    @Entity(name = "Note")
    @Table(name = "note")
    static class Note {
        @Id
        long id;

        @TenantId
        @Column(name = "tenant_id")
        @Nullable
        UUID tenant;
    }

    @Entity(name = "NoTenant")
    @Table(name = "currency")
    static class NoTenant {
        @Id
        long id;
    }

    @Entity(name = "Currency")
    @Table(name = "currency")
    @SharedTable(reason = "the same for all")
    static class Currency {
        @Id
        long id;

        @ElementCollection
        @CollectionTable(name = "currency_name")
        Set<String> names = new HashSet<>();
    }

    @Entity(name = "Undecided")
    @Table(name = "undecided")
    @SharedTable(reason = "nobody knows")
    static class Undecided {
        @Id
        long id;

        @TenantId
        @Nullable
        UUID tenant;
    }

    @Entity(name = "Base")
    @Table(name = "base")
    @SecondaryTable(name = "base_place", pkJoinColumns = @PrimaryKeyJoinColumn(name = "id"))
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Base {
        @Id
        long id;

        @TenantId
        @Column(name = "business")
        @Nullable
        UUID tenant;

        @Column(table = "base_place")
        @Nullable
        String place;

        @ElementCollection
        @CollectionTable(name = "base_tag", joinColumns = @JoinColumn(name = "base_id"))
        Set<String> tags = new HashSet<>();

        @ManyToMany
        @JoinTable(
                name = "base_note",
                joinColumns = @JoinColumn(name = "base_id"),
                inverseJoinColumns = @JoinColumn(name = "note_id"))
        Set<Note> notes = new HashSet<>();
    }

    @Entity(name = "Sub")
    @Table(name = "sub")
    static class Sub extends Base {}

    @Entity(name = "Missing")
    @Table(name = "missing")
    static class Missing {
        @Id
        long id;

        @TenantId
        @Nullable
        UUID tenant;
    }

    @AfterEach
    void drop() {
        Hibernate.run(
                database.owner(),
                "drop schema if exists apart cascade",
                "drop table if exists note, currency, currency_name, base, base_place, base_tag, base_note, sub");
    }

    private static void start(Map<String, ?> settings, Class<?>... entities) {
        try (SessionFactory factory = Hibernate.start(database.dataSource(), settings, entities)) {
            assertThat(factory.isOpen()).isTrue();
        }
    }

    private static void note(String... statements) {
        Hibernate.run(
                database.owner(),
                "create table note (tenant_id uuid not null, id bigint primary key)",
                "grant select, insert, update, delete on note to " + database.applicationRole());
        Hibernate.run(database.owner(), statements);
    }

    private static String secured(String policy) {
        return "alter table note enable row level security; alter table note force row level security; " + policy;
    }

    private static TenantDataSource unchecked(DataSource pool) {
        return TenantDataSource.builder(pool)
                .isolationCheck(IsolationCheck.off())
                .build();
    }

    @Test
    void protected_tables_of_all_kinds_are_taken() {
        assertThatCode(() -> start(
                        Map.of(),
                        Owner.class,
                        Pet.class,
                        Vet.class,
                        Animals.Keeper.class,
                        Animals.JoinedAnimal.class,
                        Animals.JoinedBird.class,
                        Animals.SingleAnimal.class,
                        Animals.SingleBird.class,
                        Animals.UnionAnimal.class,
                        Animals.UnionBird.class,
                        Animals.Cage.class,
                        Animals.Shift.class,
                        Animals.Ticket.class))
                .doesNotThrowAnyException();
    }

    @Test
    void all_findings_come_at_once_each_with_what_to_do() {
        note();
        Hibernate.run(
                database.owner(),
                "create table base (business text not null, id bigint primary key)",
                "create table base_place (business uuid, id bigint primary key, place text)",
                "create table base_tag (base_id bigint, tags text)",
                "create table base_note (base_id bigint, note_id bigint)",
                "create table sub (id bigint primary key)");

        assertThatThrownBy(() -> start(
                        Map.of(),
                        Note.class,
                        NoTenant.class,
                        Undecided.class,
                        Base.class,
                        Sub.class,
                        Missing.class,
                        Vet.class))
                .isInstanceOf(RowhouseException.class)
                .hasMessageStartingWith("Checking the tables that are mapped: found 10 problems.\n - ")
                .hasMessageEndingWith("\nMend what is wrong. To start all the same and have it logged:"
                        + " rowhouse.hibernate.table_check=warn.")
                .hasMessageContainingAll(
                        "\n - entity " + NAMES
                                + "NoTenant has no @TenantId: extend TenantEntity or add the attribute, or, if"
                                + " everybody may see its rows, say @SharedTable(reason = \"…\").",
                        "\n - entity " + NAMES + "Undecided has a @TenantId and is a @SharedTable: leave one of them.",
                        "\n - table note of entity " + NAMES
                                + "Note has no row-level security, so that each tenant sees the"
                                + " rows of all: select rowhouse.protect_table('note').",
                        "\n - table base of entity " + NAMES
                                + "Base has the tenant in column business of type text, where the"
                                + " mapping has uuid: alter table base alter column business type uuid using business::uuid.",
                        "\n - table base of entity " + NAMES
                                + "Base has no row-level security, so that each tenant sees the"
                                + " rows of all: select rowhouse.protect_table('base', tenant_column => 'business').",
                        "\n - table base_place of entity " + NAMES + "Base has no row-level security",
                        "\n - table sub of entity " + NAMES
                                + "Sub has no row-level security, so that each tenant sees the rows"
                                + " of all: select rowhouse.protect_table('sub', tenant_column => 'business', audit => false).",
                        "\n - table base_tag of collection " + NAMES + "Base.tags has no row-level security",
                        "\n - table base_note of collection " + NAMES + "Base.notes has no row-level security",
                        "\n - table missing of entity " + NAMES
                                + "Missing is not to be found on the search path of role " + database.applicationRole()
                                + ": let the migrations run before Hibernate starts.");
    }

    @Test
    void a_shared_table_needs_no_protection() {
        Hibernate.run(
                database.owner(),
                "create table currency (id bigint primary key)",
                "create table currency_name (currency_id bigint, names text)");

        assertThatCode(() -> start(Map.of(), Currency.class, Vet.class)).doesNotThrowAnyException();
    }

    @Test
    void findings_are_logged_where_that_is_chosen() {
        note();
        PrintStream standardError = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            start(Map.of("rowhouse.hibernate.table_check", "warn"), Note.class);
        } finally {
            System.setErr(standardError);
        }

        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains(
                        "WARN",
                        "found 1 problem.\n - table note of entity " + NAMES + "Note has no row-level security");
    }

    @Test
    void nothing_is_looked_at_where_that_is_chosen() {
        assertThatCode(() -> start(Map.of("rowhouse.hibernate.table_check", "off"), Missing.class, NoTenant.class))
                .doesNotThrowAnyException();
    }

    @Test
    void a_setting_that_says_something_else_is_refused() {
        assertThatThrownBy(() -> start(Map.of("rowhouse.hibernate.table_check", "no"), Vet.class))
                .isInstanceOf(RowhouseException.class)
                .hasMessage("Building a session factory: rowhouse.hibernate.table_check is \"no\"."
                        + " Set it to refuse, warn or off.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create policy p on note using (tenant_id = current_setting('app.current_tenant_id')::uuid)",
                "create policy p on note using (tenant_id = rowhouse.current_tenant_id() and id > 0)",
                "create policy p on note using (tenant_id = rowhouse.current_tenant_id());"
                        + " create policy for_others on note to pg_monitor using (true)",
                "create policy p on note using (true);"
                        + " create policy r on note as restrictive using (tenant_id = rowhouse.current_tenant_id())",
                "create policy p on note using (tenant_id = rowhouse.current_tenant_id() and (id = 1 or id = 2))",
                "create policy p on note using ((tenant_id = rowhouse.current_tenant_id() and id = 1)"
                        + " or tenant_id = '00000000-0000-0000-0000-00000000000a')",
            })
    void policies_that_compare_the_tenant_are_taken(String policies) {
        note(secured(policies));

        assertThatCode(() -> start(Map.of(), Note.class)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "create policy p on note using (true) | select, insert, update, delete",
                "create policy p on note using (id > 0) | select, insert, update, delete",
                "create policy p on note using (tenant_id is not null) | select, insert, update, delete",
                "create policy p on note using (tenant_id = rowhouse.current_tenant_id() or"
                        + " coalesce(current_setting('hibernate.tenant_id_root', true) = 'true', false))"
                        + " | select, insert, update, delete",
                "create policy p on note using (tenant_id = rowhouse.current_tenant_id()) with check (true)"
                        + " | insert, update",
                "create policy q on note using (tenant_id = rowhouse.current_tenant_id());"
                        + " create policy p on note for delete using (true) | delete",
                "create policy p on note using (true);"
                        + " create policy r on note as restrictive for select using (tenant_id = rowhouse.current_tenant_id())"
                        + " | insert, update, delete",
            })
    void a_policy_that_lets_other_tenants_rows_through_is_found(String policies, String commands) {
        note(secured(policies));

        assertThatThrownBy(() -> start(Map.of(), Note.class))
                .isInstanceOf(RowhouseException.class)
                .hasMessageStartingWith(
                        "Checking the tables that are mapped: found 1 problem.\n - table note of entity "
                                + NAMES + "Note has the policy p, which lets role " + database.applicationRole() + " "
                                + commands
                                + " rows of other tenants too: drop it, or let it be restrictive.\n");
    }

    @Test
    void a_table_without_a_policy_seems_empty_and_is_found() {
        note(secured("create policy p on note for insert with check (tenant_id = rowhouse.current_tenant_id())"));

        assertThatThrownBy(() -> start(Map.of(), Note.class))
                .hasMessageContaining("has no policy that lets role " + database.applicationRole()
                        + " select and update and delete rows, so that there seem to be none:"
                        + " select rowhouse.protect_table('note').");
    }

    @Test
    void what_the_role_may_not_do_needs_no_policy() {
        note(
                secured("create policy p on note for select using (tenant_id = rowhouse.current_tenant_id())"),
                "revoke insert, update, delete on note from " + database.applicationRole());

        assertThatCode(() -> start(Map.of(), Note.class)).doesNotThrowAnyException();
    }

    @Test
    void a_table_of_the_role_itself_must_force_its_policies() throws Exception {
        note(
                "alter table note enable row level security",
                "create policy p on note using (tenant_id = rowhouse.current_tenant_id())");
        TenantDataSource asOwner = unchecked(database.owner());

        assertThatThrownBy(() -> {
                    try (SessionFactory factory = Hibernate.start(asOwner, Note.class)) {
                        assertThat(factory.isOpen()).isTrue();
                    }
                })
                .hasMessageContaining(
                        "which its row-level security does not bind: connect as a role that owns nothing, and"
                                + " select rowhouse.protect_table('note')");
        Hibernate.run(database.owner(), "alter table note force row level security");
        try (SessionFactory factory = Hibernate.start(asOwner, Note.class)) {
            assertThat(factory.isOpen()).isTrue();
        }
    }

    @Test
    void the_default_schema_is_looked_at_and_names_are_taken_as_written() {
        Hibernate.run(
                database.owner(),
                "create schema apart",
                "grant usage on schema apart to " + database.applicationRole(),
                "create table apart.note (tenant_id uuid not null, id bigint primary key)");

        assertThatThrownBy(() -> start(Map.of("hibernate.default_schema", "APART"), Note.class))
                .hasMessageContaining(
                        "table apart.note of entity " + NAMES + "Note has no row-level security, so that each"
                                + " tenant sees the rows of all: select rowhouse.protect_table('apart.note').");
        assertThatThrownBy(() -> start(
                        Map.of(
                                "hibernate.default_schema",
                                "apart",
                                "hibernate.globally_quoted_identifiers",
                                "true",
                                "hibernate.physical_naming_strategy",
                                new UpperCase()),
                        Note.class))
                .hasMessageContaining("table apart.NOTE of entity " + NAMES + "Note is not to be found by role "
                        + database.applicationRole());
    }

    @Test
    void a_view_must_read_with_the_rights_of_whoever_asks() {
        Map<String, String> apart = Map.of("hibernate.default_schema", "apart");
        note(
                secured("create policy p on note using (tenant_id = rowhouse.current_tenant_id())"),
                "create schema apart",
                "grant usage on schema apart to " + database.applicationRole(),
                "create view apart.note as select * from note",
                "grant select, insert, update, delete on apart.note to " + database.applicationRole());

        assertThatThrownBy(() -> start(apart, Note.class))
                .hasMessageContaining(
                        "is a view that reads with the rights of its owner, for whom other policies may hold:"
                                + " alter view apart.note set (security_invoker = true)");
        Hibernate.run(database.owner(), "alter view apart.note set (security_invoker = true)");
        assertThatCode(() -> start(apart, Note.class)).doesNotThrowAnyException();
        Hibernate.run(
                database.owner(),
                "drop view apart.note",
                "create materialized view apart.note as select * from public.note with no data",
                "grant select on apart.note to " + database.applicationRole());
        assertThatThrownBy(() -> start(apart, Note.class))
                .hasMessageContaining("is a materialized view, which can have no row-level security");
    }

    @Test
    void a_table_that_the_role_may_not_read_is_found() {
        note(
                secured("create policy p on note using (tenant_id = rowhouse.current_tenant_id())"),
                "revoke all on note from " + database.applicationRole());

        assertThatThrownBy(() -> start(Map.of(), Note.class))
                .hasMessageContaining("table note of entity " + NAMES + "Note may not be read by role "
                        + database.applicationRole() + ": select rowhouse.protect_table('note') grants that.");
    }

    @Test
    void a_partitioned_table_is_asked_itself() {
        Hibernate.run(
                database.owner(),
                "create table note (tenant_id uuid not null, id bigint, primary key (tenant_id, id)) partition by hash (tenant_id)",
                "create table note_0 partition of note for values with (modulus 1, remainder 0)",
                "select rowhouse.protect_table('note', audit => false)");

        assertThatCode(() -> start(Map.of(), Note.class)).doesNotThrowAnyException();
    }

    @Test
    void it_starts_under_a_tenant_too() {
        TenantContext.of(Hibernate.ACME)
                .run(() -> assertThatCode(() -> start(Map.of(), Vet.class, Owner.class, Pet.class))
                        .doesNotThrowAnyException());
    }

    @Test
    void a_database_that_does_not_answer_is_told() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setPortNumbers(new int[] {1});
        TenantDataSource dataSource = unchecked(nowhere);
        Map<String, Object> settings =
                Map.of("hibernate.boot.allow_jdbc_metadata_access", "false", "hibernate.dialect", "PostgreSQL");

        assertThatThrownBy(() -> Hibernate.start(dataSource, settings, Vet.class))
                .isInstanceOf(RowhouseException.class)
                .hasMessageContaining("the database did not answer, so no table could be checked")
                .hasCauseInstanceOf(java.sql.SQLException.class);
    }

    /** Names in upper case. */
    static final class UpperCase extends org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl {
        private static final long serialVersionUID = 1L;

        @Override
        public org.hibernate.boot.model.naming.Identifier toPhysicalTableName(
                org.hibernate.boot.model.naming.Identifier logicalName,
                org.hibernate.engine.jdbc.env.spi.JdbcEnvironment context) {
            return org.hibernate.boot.model.naming.Identifier.toIdentifier(
                    logicalName.getText().toUpperCase(java.util.Locale.ROOT), logicalName.isQuoted());
        }
    }
}
