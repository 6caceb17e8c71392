package dev.rowhouse.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.testkit.RowhouseDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The event trigger that closes new tables. The application role has default privileges for everything, the situation
 * in which a forgotten table is open.
 */
class GuardNewTablesIT {
    private static final String TENANT = "00000000-0000-0000-0000-00000000000a";
    private static final String CLOSED = "t t";
    private static final String OPEN = "f f";

    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .withoutRowhouse()
            .setUp(GuardNewTablesIT::install)
            .build();

    private final Session owner = Session.of(database.owner());
    private final Session superuser = Session.of(database.superuser());
    private final Session acme = Session.of(database.pool()).forTenant(TENANT);

    private static void install(RowhouseDatabase database) {
        RowhouseSchema.builder()
                .applicationRole(database.applicationRole())
                .build()
                .installOn(database.owner());
    }

    @BeforeEach
    void begin_with_an_open_table_and_the_guard() {
        owner.run(
                "drop schema if exists shop cascade",
                "create schema shop",
                "grant usage on schema shop to " + database.applicationRole(),
                "alter default privileges grant all on tables to " + database.applicationRole(),
                "create table shop.before (id uuid, tenant_id uuid)",
                "insert into shop.before values (gen_random_uuid(), '" + TENANT + "')");
        superuser.run("select rowhouse.guard_new_tables()");
    }

    @AfterEach
    void remove_the_guard() {
        superuser.run("drop event trigger if exists rowhouse_guard_new_tables");
    }

    @AfterAll
    static void revoke_the_default_privileges() {
        Session.of(database.owner())
                .run("alter default privileges revoke all on tables from " + database.applicationRole());
    }

    @Test
    void every_way_to_make_a_table_is_caught() {
        owner.run(
                "create table shop.plain (id uuid, tenant_id uuid)",
                "create table shop.alike (like shop.before including all)",
                "create table shop.copied as select * from shop.before",
                "select * into shop.selected from shop.before",
                "create table shop.parent (id uuid, tenant_id uuid) partition by hash (tenant_id)",
                "create table shop.part partition of shop.parent for values with (modulus 1, remainder 0)",
                "create table shop.child () inherits (shop.before)",
                "create schema annex create table in_schema (tenant_id uuid)");

        for (String table : List.of(
                "shop.plain",
                "shop.alike",
                "shop.copied",
                "shop.selected",
                "shop.parent",
                "shop.part",
                "shop.child",
                "annex.in_schema")) {
            assertThat(rowSecurity(table)).as(table).isEqualTo(CLOSED);
        }
        owner.run("drop schema annex cascade");
    }

    @Test
    void without_the_guard_a_copy_is_open() {
        superuser.run("drop event trigger rowhouse_guard_new_tables");

        owner.run("create table shop.copied as select * from shop.before");

        assertThat(acme.value("select count(*) from shop.copied")).isEqualTo("1");
    }

    @Test
    void a_caught_table_is_closed_until_it_is_protected() {
        owner.run("create table shop.copied as select * from shop.before");

        assertThat(acme.value("select count(*) from shop.copied")).isEqualTo("0");
        assertThat(acme.refused("insert into shop.copied (id, tenant_id) values (gen_random_uuid(), '" + TENANT + "')")
                        .state())
                .isEqualTo("42501");
        assertThat(acme.refused("truncate shop.copied").state()).isEqualTo("42501");
        assertThat(owner.column("select count(*) from shop.copied")).containsExactly("0");
        owner.run(
                "alter table shop.copied add primary key (id)",
                "alter table shop.copied alter column tenant_id set not null",
                "select rowhouse.protect_table('shop.copied')");
        assertThat(acme.value("select count(*) from shop.copied")).isEqualTo("1");
    }

    @Test
    void tables_that_it_does_not_mean_are_left_alone() {
        owner.run(
                "create table shop.country (code text primary key)",
                "create table if not exists shop.before (id uuid, tenant_id uuid)",
                "create temporary table scratch (tenant_id uuid) on commit drop");

        assertThat(rowSecurity("shop.country")).isEqualTo(OPEN);
        assertThat(rowSecurity("shop.before")).isEqualTo(OPEN);
        assertThat(owner.column(
                        "create temporary table scratch (tenant_id uuid)",
                        "select relrowsecurity from pg_class where relname = 'scratch'"))
                .containsExactly("f");
    }

    @Test
    void schemas_and_tenant_column_are_a_choice() {
        superuser.run("select rowhouse.guard_new_tables('{shop, \"O''Brien\"}', 'business id')");
        owner.run(
                "create schema \"O'Brien\"",
                "create schema annex",
                "create table shop.a (\"business id\" uuid)",
                "create table \"O'Brien\".a (\"business id\" uuid)",
                "create table annex.a (\"business id\" uuid)",
                "create table shop.b (tenant_id uuid)");

        assertThat(rowSecurity("shop.a")).isEqualTo(CLOSED);
        assertThat(rowSecurity("\"O'Brien\".a")).isEqualTo(CLOSED);
        assertThat(rowSecurity("annex.a")).isEqualTo(OPEN);
        assertThat(rowSecurity("shop.b")).isEqualTo(OPEN);
        owner.run("drop schema annex cascade", "drop schema \"O'Brien\" cascade");
    }

    @Test
    void only_a_superuser_can_have_it_and_is_told_so() {
        superuser.run("drop event trigger rowhouse_guard_new_tables", "drop function rowhouse.guard_new_table()");

        Session.Refusal refusal = owner.refused("select rowhouse.guard_new_tables()");

        assertThat(refusal.state()).isEqualTo("42501");
        assertThat(refusal.message())
                .isEqualTo("Guarding new tables as role " + database.ownerRole()
                        + ": PostgreSQL lets only superusers make event triggers (permission denied to create event trigger"
                        + " \"rowhouse_guard_new_tables\"). Let a superuser run select rowhouse.guard_new_tables() in this"
                        + " database, or do without: protect_table works without it.");
    }

    @Test
    void what_runs_belongs_to_the_superuser_also_if_somebody_was_there_before() {
        superuser.run("drop event trigger rowhouse_guard_new_tables", "drop function rowhouse.guard_new_table()");
        owner.run("create function rowhouse.guard_new_table() returns event_trigger language plpgsql as $$ begin"
                + " end $$");

        superuser.run("select rowhouse.guard_new_tables()");

        assertThat(superuser.value("select r.rolsuper from pg_event_trigger as e join pg_proc as p on p.oid = e.evtfoid"
                        + " join pg_roles as r on r.oid = p.proowner where e.evtname = 'rowhouse_guard_new_tables'"))
                .isEqualTo("t");
        assertThat(owner.refused("create or replace function rowhouse.guard_new_table() returns event_trigger"
                                + " language plpgsql as $$ begin end $$")
                        .state())
                .isEqualTo("42501");
    }

    private String rowSecurity(String table) {
        return owner.value("select format('%s %s', relrowsecurity, relforcerowsecurity) from pg_class where oid = '"
                + table.replace("'", "''") + "'::regclass");
    }
}
