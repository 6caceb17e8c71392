package dev.rowhouse.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.testkit.RowhouseDatabase;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What protect_table refuses: one error that lists everything, and nothing changed. */
class ProtectTableRefusalsIT {
    private static final Pattern SEMICOLON = Pattern.compile(";\\s*");
    private static final Pattern AND = Pattern.compile(" && ");

    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .withoutRowhouse()
            .setUp(ProtectTableRefusalsIT::install)
            .build();

    private final Session owner = Session.of(database.owner());
    private final Session superuser = Session.of(database.superuser());

    private static void install(RowhouseDatabase database) {
        RowhouseSchema.builder()
                .applicationRole(database.applicationRole())
                .build()
                .installOn(database.owner());
    }

    /**
     * A table, or something else, that is refused.
     *
     * @param setUp statements of the owner, separated by semicolons; of the superuser if they begin with "superuser: "
     * @param call the arguments of protect_table
     * @param findings what the error lists
     */
    private record Case(String name, List<String> setUp, String call, List<String> findings) {
        Case(String name, String setUp, String call, String... findings) {
            this(name, SEMICOLON.splitAsStream(setUp).toList(), call, List.of(findings));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        "unknown table",
                        "select 1",
                        "'shop.nothing'",
                        "there is no table shop.nothing on the search path (public): write the name as in SQL, with its"
                                + " schema, and in double quotes if it has capitals."),
                new Case(
                        "not a name",
                        "select 1",
                        "'no name; at all'",
                        "there is no table no name; at all on the search path (public): write the name as in SQL, with its"
                                + " schema, and in double quotes if it has capitals."),
                new Case(
                        "unknown table and unknown role",
                        "select 1",
                        "'shop.nothing', 'nobody_of_that_name'",
                        "there is no table shop.nothing on the search path (public): write the name as in SQL, with its"
                                + " schema, and in double quotes if it has capitals.",
                        "role nobody_of_that_name does not exist: create it (create role nobody_of_that_name login ...),"
                                + " or name another."),
                new Case(
                        "view",
                        "create view shop.v as select 1 as id",
                        "'shop.v'",
                        "shop.v is a view, which cannot have row-level security: protect the tables under it."),
                new Case(
                        "materialized view",
                        "create materialized view shop.v as select 1 as id",
                        "'shop.v'",
                        "shop.v is a materialized view, which cannot have row-level security: protect the tables under"
                                + " it."),
                new Case(
                        "foreign table",
                        "superuser: create foreign data wrapper {other}_w; superuser: create server {other}_s foreign data"
                                + " wrapper {other}_w; superuser: create foreign table shop.f (id uuid) server {other}_s",
                        "'shop.f'",
                        "shop.f is a foreign table, which cannot have row-level security: protect the tables under it."),
                new Case(
                        "system table",
                        "select 1",
                        "'rowhouse.version'",
                        "rowhouse.version is a system table: protect tables of your own."),
                new Case(
                        "partition",
                        "create table shop.t (id uuid, tenant_id uuid, primary key (tenant_id, id))"
                                + " partition by hash (tenant_id);"
                                + " create table shop.p partition of shop.t for values with (modulus 2, remainder 0)"
                                + " partition by hash (tenant_id); create table shop.pp partition of shop.p"
                                + " for values with (modulus 2, remainder 0)",
                        "'shop.pp'",
                        "shop.pp is a partition: protect the table it belongs to, shop.t; its partitions are protected with"
                                + " it."),
                new Case(
                        "inheritance",
                        "create table shop.t (id uuid primary key); create table shop.c () inherits (shop.t)",
                        "'shop.t'",
                        "shop.t takes part in table inheritance, and reading a parent does not apply the policies of its"
                                + " children: end it (alter table ... no inherit ...), or use partitions."),
                new Case(
                        "no primary key",
                        "create table shop.t (id uuid)",
                        "'shop.t'",
                        "shop.t has no primary key: add one, for example alter table shop.t add primary key (tenant_id,"
                                + " id)."),
                new Case(
                        "somebody else's table",
                        "superuser: create table shop.t (id uuid primary key); superuser: alter table shop.t owner to"
                                + " {other}",
                        "'shop.t'",
                        "shop.t belongs to role {other}: run this as that role."),
                new Case(
                        "rows and no tenant column",
                        "create table shop.t (id uuid primary key); insert into shop.t values (gen_random_uuid())",
                        "'shop.t'",
                        "shop.t has rows and no column tenant_id, and whose they are only you know: alter table shop.t add"
                                + " column tenant_id uuid; then give each row its tenant."),
                new Case(
                        "rows that nobody can look at and no tenant column",
                        "create table shop.t (id uuid primary key); alter table shop.t enable row level security;"
                                + " alter table shop.t force row level security",
                        "'shop.t'",
                        "shop.t has no column tenant_id, and row-level security keeps this role from looking whether it has rows:"
                                + " alter table shop.t add column tenant_id uuid, and give each row its tenant."),
                new Case(
                        "rows without a tenant",
                        "create table shop.t (id uuid primary key, tenant_id uuid);"
                                + " insert into shop.t (id) values (gen_random_uuid())",
                        "'shop.t'",
                        "column tenant_id of shop.t is null in some rows: give each of them its tenant."),
                new Case(
                        "rows that nobody can look at and a tenant column that may be null",
                        "create table shop.t (id uuid primary key, tenant_id uuid);"
                                + " alter table shop.t enable row level security; alter table shop.t force row level security",
                        "'shop.t'",
                        "column tenant_id of shop.t may be null, and row-level security keeps this role from looking: alter"
                                + " table shop.t alter column tenant_id set not null."),
                new Case(
                        "tenant column of another type",
                        "create table shop.t (id uuid primary key, tenant_id varchar(36) not null)",
                        "'shop.t'",
                        "column tenant_id of shop.t is of type character varying(36), and the tenant is a uuid: convert the"
                                + " column, or name another with tenant_column."),
                new Case(
                        "generated tenant column",
                        "create table shop.t (id uuid primary key, tenant_id uuid generated always as (id) stored)",
                        "'shop.t'",
                        "column tenant_id of shop.t is generated, so it says nothing about who wrote the row: make it an"
                                + " ordinary column."),
                new Case(
                        "audit columns of other types",
                        "create table shop.t (id uuid primary key, created_at timestamp, updated_by bigint, deleted_at date)",
                        "'shop.t', soft_delete => true",
                        "column created_at of shop.t is of type timestamp without time zone, but this column is kept as"
                                + " timestamptz: convert or rename it, or protect the table with audit => false.",
                        "column updated_by of shop.t is of type bigint, but this column is kept as text: convert or rename"
                                + " it, or protect the table with audit => false.",
                        "column deleted_at of shop.t is of type date, but this column is kept as timestamptz: convert or"
                                + " rename it, or protect the table with soft_delete => false."),
                new Case(
                        "unique keys without the tenant",
                        "create table shop.t (id uuid primary key, tenant_id uuid, email text unique, code text,"
                                + " exclude using btree (code with =));"
                                + " create unique index lower_code on shop.t (lower(code)) where code is not null;"
                                + " create unique index with_tenant on shop.t (code, tenant_id);"
                                + " create unique index only_included on shop.t (code) include (tenant_id)",
                        "'shop.t'",
                        "unique index lower_code of shop.t does not contain tenant_id, so one tenant's rows get in the way"
                                + " of another's and show that they exist: replace it by one that starts with tenant_id;"
                                + " or, if it is meant across tenants, accept => array['lower_code'].",
                        "unique index only_included of shop.t does not contain tenant_id, so one tenant's rows get in the"
                                + " way of another's and show that they exist: replace it by one that starts with"
                                + " tenant_id; or, if it is meant across tenants, accept => array['only_included'].",
                        "exclusion constraint t_code_excl of shop.t does not contain tenant_id, so one tenant's rows get in"
                                + " the way of another's and show that they exist: replace it by one that starts with"
                                + " tenant_id with =; or, if it is meant across tenants, accept => array['t_code_excl'].",
                        "unique constraint t_email_key of shop.t does not contain tenant_id, so one tenant's rows get in"
                                + " the way of another's and show that they exist: replace it by one that starts with"
                                + " tenant_id; or, if it is meant across tenants, accept => array['t_email_key']."),
                new Case(
                        "natural primary key without the tenant",
                        "create table shop.t (email text primary key, tenant_id uuid)",
                        "'shop.t'",
                        "primary key t_pkey of shop.t does not contain tenant_id, so one tenant's rows get in the way of"
                                + " another's and show that they exist: put tenant_id first in it; or, if it is meant"
                                + " across tenants, accept => array['t_pkey']."),
                new Case(
                        "foreign keys without the tenant, from and to",
                        "create table shop.a (id uuid primary key, tenant_id uuid);"
                                + " create table shop.t (id uuid primary key, tenant_id uuid, a uuid references shop.a);"
                                + " create table shop.b (id uuid primary key, tenant_id uuid, t uuid references shop.t)",
                        "'shop.t'",
                        "foreign key b_t_fkey from shop.b to shop.t does not carry tenant_id, and foreign keys are checked"
                                + " around row-level security, so a row may point at another tenant's: alter table shop.b"
                                + " drop constraint b_t_fkey, add foreign key (tenant_id, t) references shop.t (tenant_id,"
                                + " id), which needs alter table shop.t add unique (tenant_id, id) first; or accept =>"
                                + " array['b_t_fkey'].",
                        "foreign key t_a_fkey from shop.t to shop.a does not carry tenant_id, and foreign keys are checked"
                                + " around row-level security, so a row may point at another tenant's: alter table shop.t"
                                + " drop constraint t_a_fkey, add foreign key (tenant_id, a) references shop.a (tenant_id,"
                                + " id), which needs alter table shop.a add unique (tenant_id, id) first; or accept =>"
                                + " array['t_a_fkey']."),
                new Case(
                        "foreign key of a table that is still to get its tenant column",
                        "create table shop.a (id uuid primary key, tenant_id uuid);"
                                + " create table shop.t (id uuid primary key, a uuid constraint to_a references shop.a)",
                        "'shop.t'",
                        "foreign key to_a from shop.t to shop.a does not carry tenant_id, and foreign keys are checked"
                                + " around row-level security, so a row may point at another tenant's: alter table shop.t"
                                + " drop constraint to_a, add foreign key (tenant_id, a) references shop.a (tenant_id, id),"
                                + " which needs alter table shop.a add unique (tenant_id, id) first; or accept =>"
                                + " array['to_a']."),
                new Case(
                        "other permissive policies",
                        "create table shop.t (id uuid primary key, tenant_id uuid);"
                                + " create policy everything on shop.t using (true);"
                                + " create policy reading on shop.t for select to {app} using (id is not null);"
                                + " create policy seed_with_open_check on shop.t"
                                + " using (tenant_id = current_setting('app.current_tenant_id')::uuid) with check (true);"
                                + " create policy other_setting on shop.t"
                                + " using (tenant_id = current_setting('app.other')::uuid)",
                        "'shop.t'",
                        open("everything"),
                        open("other_setting"),
                        open("reading"),
                        open("seed_with_open_check")),
                new Case(
                        "our policy with something else inside",
                        "create table shop.t (id uuid primary key, tenant_id uuid);"
                                + " create policy rowhouse_tenant on shop.t"
                                + " using (tenant_id = (select rowhouse.current_tenant_id()) or true)",
                        "'shop.t'",
                        "policy rowhouse_tenant on shop.t is not what protect_table made: drop policy rowhouse_tenant on"
                                + " shop.t, so that it is made anew."),
                new Case(
                        "our policy for one role",
                        "create table shop.t (id uuid primary key, tenant_id uuid);"
                                + " create policy rowhouse_tenant on shop.t to {app}"
                                + " using (tenant_id = (select rowhouse.current_tenant_id()))"
                                + " with check (tenant_id = (select rowhouse.current_tenant_id()))",
                        "'shop.t'",
                        "policy rowhouse_tenant on shop.t is not what protect_table made: drop policy rowhouse_tenant on"
                                + " shop.t, so that it is made anew."),
                new Case(
                        "granted to everybody",
                        "create table shop.t (id uuid primary key, name text); grant select, delete on shop.t to public;"
                                + " grant update (name) on shop.t to public",
                        "'shop.t'",
                        "shop.t is granted to PUBLIC (delete, select, update), which is everybody: revoke all on table"
                                + " shop.t from PUBLIC."),
                new Case(
                        "partition granted to others",
                        "create table shop.t (id uuid, tenant_id uuid, primary key (tenant_id, id))"
                                + " partition by hash (tenant_id);"
                                + " create table shop.p partition of shop.t for values with (modulus 1, remainder 0);"
                                + " grant select on shop.p to {other}; grant insert on shop.p to public",
                        "'shop.t'",
                        "shop.p is granted to PUBLIC (insert), which is everybody: revoke all on table shop.p from PUBLIC.",
                        "shop.p is granted to {other} (select), and a partition is only used through its table: revoke all"
                                + " on table shop.p from {other}."),
                new Case(
                        "privileges through a group",
                        "superuser: grant {other} to {app}; create table shop.t (id uuid primary key, tenant_id uuid);"
                                + " grant select, truncate on shop.t to {other}; grant update (tenant_id) on shop.t to"
                                + " {other}",
                        "'shop.t'",
                        "role {app} holds truncate, update on shop.t through its membership in {other}, granted by {owner},"
                                + " which goes around row-level security or may change the tenant: let {owner} revoke it"
                                + " from {other}."),
                new Case(
                        "privileges from somebody else",
                        "create table shop.t (id uuid primary key, tenant_id uuid);"
                                + " superuser: grant usage on schema shop to {other};"
                                + " grant truncate on shop.t to {other} with grant option;"
                                + " superuser: set role {other} && grant truncate on shop.t to {app}",
                        "'shop.t'",
                        "role {app} holds truncate on shop.t, granted by {other}, which goes around row-level security or"
                                + " may change the tenant: let {other} revoke it from {app}."),
                new Case(
                        "superuser as application role",
                        "create table shop.t (id uuid primary key)",
                        "'shop.t', '{super}'",
                        "role {super} is a superuser, and row-level security does not bind superusers: let the application"
                                + " log in with an ordinary role."),
                new Case(
                        "role that bypasses row security",
                        "superuser: alter role {other} bypassrls; create table shop.t (id uuid primary key)",
                        "'shop.t', '{other}'",
                        "role {other} has BYPASSRLS: take it away (alter role {other} nobypassrls), or name another role."),
                new Case(
                        "member of a superuser",
                        "superuser: grant {super} to {other}; create table shop.t (id uuid primary key)",
                        "'shop.t', '{other}'",
                        "role {other} is a member of {super}, to which row-level security does not apply, and can become it"
                                + " with set role: revoke {super} from {other}."),
                new Case(
                        "the owner as application role",
                        "create table shop.t (id uuid primary key)",
                        "'shop.t', '{owner}'",
                        "role {owner} is the owner, and an owner can switch row-level security off: let the application log"
                                + " in with a role that owns nothing."),
                new Case(
                        "member of the owner",
                        "superuser: grant {owner} to {other}; create table shop.t (id uuid primary key)",
                        "'shop.t', '{other}'",
                        "role {other} is a member of the owner {owner}, and an owner can switch row-level security off:"
                                + " revoke {owner} from {other}."),
                new Case(
                        "tenant by default",
                        "superuser: alter role {other} in database {database} set app.current_tenant_id = 'x';"
                                + " create table shop.t (id uuid primary key)",
                        "'shop.t', '{other}'",
                        "setting app.current_tenant_id has a default, so connections of role {other} without a context"
                                + " would work as that tenant: alter role {other} in database {database} reset"
                                + " app.current_tenant_id."),
                new Case(
                        "everything at once",
                        "create table shop.t (tenant_id bigint, email text unique, created_by uuid);"
                                + " create policy everything on shop.t using (true); grant select on shop.t to public",
                        "'shop.t', 'nobody_of_that_name'",
                        "role nobody_of_that_name does not exist: create it (create role nobody_of_that_name login ...), or"
                                + " name another.",
                        "shop.t has no primary key: add one, for example alter table shop.t add primary key (tenant_id,"
                                + " id).",
                        "column tenant_id of shop.t is of type bigint, and the tenant is a uuid: convert the column, or"
                                + " name another with tenant_column.",
                        "column created_by of shop.t is of type uuid, but this column is kept as text: convert or rename"
                                + " it, or protect the table with audit => false.",
                        "unique constraint t_email_key of shop.t does not contain tenant_id, so one tenant's rows get in"
                                + " the way of another's and show that they exist: replace it by one that starts with"
                                + " tenant_id; or, if it is meant across tenants, accept => array['t_email_key'].",
                        "shop.t is granted to PUBLIC (select), which is everybody: revoke all on table shop.t from"
                                + " PUBLIC."));
    }

    private static String open(String policy) {
        return "policy " + policy
                + " on shop.t is permissive, and permissive policies are joined by OR, so it opens what the"
                + " tenant policy closes: drop policy " + policy
                + " on shop.t, or make it restrictive, or give it to a role"
                + " that no application logs in with.";
    }

    @BeforeEach
    void begin_with_an_empty_schema() {
        superuser.run(
                "drop schema if exists shop cascade",
                "create schema shop authorization " + database.ownerRole(),
                "create role " + other());
    }

    @AfterEach
    void drop_the_other_role() {
        superuser.run(
                "drop schema if exists shop cascade",
                "drop foreign data wrapper if exists " + other() + "_w cascade",
                "drop owned by " + other(),
                "drop role " + other());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void is_refused_with_all_findings_and_changes_nothing(Case refused) {
        for (String statement : refused.setUp()) {
            String sql = named(statement);
            if (sql.startsWith("superuser: ")) {
                superuser.run(
                        AND.splitAsStream(sql.substring("superuser: ".length())).toArray(String[]::new));
            } else {
                owner.run(sql);
            }
        }
        String before = Catalog.state(superuser);

        Session.Refusal refusal = owner.refused("select rowhouse.protect_table(" + named(refused.call()) + ")");
        Session.Refusal sqlRefusal = owner.refused("select rowhouse.protect_table_sql(" + named(refused.call()) + ")");

        assertThat(refusal.state()).isEqualTo("RH002");
        assertThat(refusal.message()).isEqualTo(expected(refused));
        assertThat(sqlRefusal).isEqualTo(refusal);
        assertThat(Catalog.state(superuser)).isEqualTo(before);
    }

    @Test
    void a_temporary_table_is_refused() {
        Session.Refusal refusal =
                owner.refused("create temporary table t (id uuid primary key)", "select rowhouse.protect_table('t')");

        assertThat(refusal.state()).isEqualTo("RH002");
        assertThat(refusal.message())
                .contains("is a temporary table, which only its own session can see: there is nothing to protect.");
    }

    @Test
    void no_application_role_is_refused() {
        Session.Refusal refusal = owner.refused(
                "create table shop.t (id uuid primary key)",
                "delete from rowhouse.application_role",
                "select rowhouse.protect_table('shop.t')");

        assertThat(refusal.message())
                .isEqualTo("Protecting table shop.t was refused, and nothing was changed. Found 1 problem:\n"
                        + "1. no application role was named and none is registered: select"
                        + " rowhouse.register_application_role('app_user'), or name one with application_role =>"
                        + " 'app_user'.");
    }

    @Test
    void a_schema_that_the_application_may_not_use_is_opened_by_its_owner_or_refused() {
        superuser.run("create schema closed authorization " + other());
        superuser.run("grant usage, create on schema closed to " + database.ownerRole());
        owner.run("create table closed.t (id uuid primary key)");

        assertThat(owner.refused("select rowhouse.protect_table('closed.t')").message())
                .isEqualTo("Protecting table closed.t was refused, and nothing was changed. Found 1 problem:\n"
                        + named(
                                "1. role {app} may not use schema closed, and neither may you grant it: let its owner run"
                                        + " grant usage on schema closed to {app}."));
        owner.run("create table shop.t (id uuid primary key)");
        assertThat(owner.column("select rowhouse.protect_table_sql('shop.t')"))
                .contains(named("grant usage on schema shop to {app}"));
        superuser.run("drop schema closed cascade");
    }

    /** Why the refusals are worth it: what an application can do where such a key is accepted. */
    @Test
    void what_is_accepted_does_reach_across_tenants() {
        owner.run(
                "create table shop.t (id uuid primary key, tenant_id uuid, email text unique)",
                "create table shop.u (id uuid primary key, tenant_id uuid, t uuid references shop.t)",
                "select rowhouse.protect_table('shop.t', accept => '{t_email_key, u_t_fkey}')",
                "select rowhouse.protect_table('shop.u', accept => '{u_t_fkey}')");
        Session application = Session.of(database.pool());
        String id = "00000000-0000-0000-0000-0000000000ff";
        application
                .forTenant("00000000-0000-0000-0000-00000000000a")
                .run("insert into shop.t (id, email) values ('" + id + "', 'dana@example.com')");
        Session bolt = application.forTenant("00000000-0000-0000-0000-00000000000b");

        assertThat(bolt.refused("insert into shop.t (id, email) values (gen_random_uuid(), 'dana@example.com')")
                        .state())
                .isEqualTo("23505");
        assertThat(bolt.run("insert into shop.u (id, t) values (gen_random_uuid(), '" + id + "')"))
                .isEqualTo(1);
    }

    private static String expected(Case refused) {
        String call = refused.call();
        StringBuilder message = new StringBuilder("Protecting table ")
                .append(call, 1, call.indexOf('\'', 1))
                .append(" was refused, and nothing was changed. Found ")
                .append(
                        refused.findings().size() == 1
                                ? "1 problem:"
                                : refused.findings().size() + " problems:");
        for (int i = 0; i < refused.findings().size(); i++) {
            message.append('\n')
                    .append(i + 1)
                    .append(". ")
                    .append(named(refused.findings().get(i)));
        }
        return message.toString();
    }

    private static String other() {
        return database.applicationRole() + "_other";
    }

    private static String named(String text) {
        return text.replace("{app}", database.applicationRole())
                .replace("{owner}", database.ownerRole())
                .replace("{other}", other())
                .replace("{database}", database.databaseName())
                .replace("{super}", Session.of(database.superuser()).value("select current_user"));
    }
}
