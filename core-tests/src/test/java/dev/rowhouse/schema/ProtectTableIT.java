package dev.rowhouse.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What protect_table makes of a table, and what is left to the application role. Each test has an empty schema "shop". */
class ProtectTableIT {
    private static final UUID ACME = UUID.fromString("00000000-0000-0000-0000-00000000000a");
    private static final UUID BOLT = UUID.fromString("00000000-0000-0000-0000-00000000000b");
    private static final String NOT_ALLOWED = "42501";

    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .withoutRowhouse()
            .setUp(ProtectTableIT::install)
            .build();

    private final Session owner = Session.of(database.owner());
    private final Session application = Session.of(database.pool());
    private final Session acme = application.forTenant(ACME);
    private final Session bolt = application.forTenant(BOLT);

    private static void install(RowhouseDatabase database) {
        RowhouseSchema.builder()
                .applicationRole(database.applicationRole())
                .build()
                .installOn(database.owner());
    }

    @BeforeEach
    void begin_with_an_empty_schema() {
        owner.run("drop schema if exists shop cascade", "create schema shop");
    }

    @Test
    void makes_a_bare_table_conform() {
        owner.run("create table shop.pet (id uuid primary key default gen_random_uuid(), name text)");

        owner.run("select rowhouse.protect_table('shop.pet', soft_delete => true)");

        assertThat(owner.column("select format('%s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),"
                        + " case when a.attnotnull then ' not null' end, ' default ' || pg_get_expr(d.adbin, d.adrelid))"
                        + " from pg_attribute as a"
                        + " left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum"
                        + " where a.attrelid = 'shop.pet'::regclass and a.attnum > 0 order by a.attnum"))
                .containsExactly(
                        "id uuid not null default gen_random_uuid()",
                        "name text",
                        "tenant_id uuid not null default rowhouse.current_tenant_id()",
                        "created_at timestamp with time zone not null default now()",
                        "created_by text",
                        "updated_at timestamp with time zone not null default now()",
                        "updated_by text",
                        "deleted_at timestamp with time zone",
                        "deleted_by text");
        assertThat(indexes("shop.pet"))
                .containsExactlyInAnyOrder(
                        "UNIQUE INDEX pet_pkey (id)",
                        "UNIQUE INDEX pet_tenant_id_id_key (tenant_id, id)",
                        "INDEX pet_tenant_id_created_at_id_idx (tenant_id, created_at DESC, id DESC) WHERE (deleted_at IS"
                                + " NULL)");
        assertThat(policies("shop.pet"))
                .containsExactly("rowhouse_tenant PERMISSIVE ALL {public}"
                        + " (tenant_id = ( SELECT rowhouse.current_tenant_id() AS current_tenant_id))"
                        + " (tenant_id = ( SELECT rowhouse.current_tenant_id() AS current_tenant_id))");
        assertThat(owner.column("select pg_get_triggerdef(oid) from pg_trigger where tgrelid = 'shop.pet'::regclass"
                        + " order by tgname"))
                .containsExactly(
                        "CREATE TRIGGER rowhouse_audit BEFORE INSERT OR UPDATE ON shop.pet FOR EACH ROW EXECUTE FUNCTION"
                                + " rowhouse.stamp_audit_columns('all')",
                        "CREATE TRIGGER rowhouse_soft_delete BEFORE UPDATE OF deleted_at, deleted_by ON shop.pet FOR EACH ROW"
                                + " WHEN (((old.deleted_at IS DISTINCT FROM new.deleted_at) OR (old.deleted_by IS DISTINCT FROM new.deleted_by)))"
                                + " EXECUTE FUNCTION rowhouse.stamp_soft_delete()");
        assertThat(rowSecurity("shop.pet")).isEqualTo("t t");
        assertThat(privileges("shop.pet"))
                .containsExactly(
                        "DELETE",
                        "INSERT",
                        "SELECT",
                        "UPDATE created_at",
                        "UPDATE created_by",
                        "UPDATE deleted_at",
                        "UPDATE deleted_by",
                        "UPDATE id",
                        "UPDATE name",
                        "UPDATE updated_at",
                        "UPDATE updated_by");
    }

    @Test
    void a_second_run_changes_nothing_and_takes_no_lock() throws Exception {
        owner.run(
                "create table shop.pet (id uuid primary key, name text)",
                "select rowhouse.protect_table('shop.pet', soft_delete => true)");
        String before = Catalog.state(owner);

        try (Connection reader = database.owner().getConnection();
                var statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("lock table shop.pet in access share mode");

            assertThat(owner.column(
                            "set local lock_timeout = '1ms'",
                            "select rowhouse.protect_table('shop.pet', soft_delete => true)"))
                    .containsExactly("0");
            reader.rollback();
        }

        assertThat(Catalog.state(owner)).isEqualTo(before);
        assertThat(owner.column("select rowhouse.protect_table_sql('shop.pet', soft_delete => true)"))
                .isEmpty();
    }

    @Test
    void the_statements_it_returns_are_the_ones_it_runs() {
        owner.run(
                "create table shop.pet (id bigserial primary key, name text)",
                "grant all on shop.pet to " + database.applicationRole());
        List<String> statements = owner.column("select rowhouse.protect_table_sql('shop.pet')");

        owner.run(statements.toArray(String[]::new));

        assertThat(owner.value("select rowhouse.protect_table('shop.pet')")).isEqualTo("0");
        assertThat(privileges("shop.pet"))
                .containsExactly(
                        "DELETE",
                        "INSERT",
                        "SELECT",
                        "UPDATE created_at",
                        "UPDATE created_by",
                        "UPDATE id",
                        "UPDATE name",
                        "UPDATE updated_at",
                        "UPDATE updated_by");
        assertThat(statements)
                .startsWith("alter table shop.pet add column tenant_id uuid")
                .anyMatch(statement -> statement.matches("revoke (maintain, )?references, trigger, truncate, update on"
                        + " table shop.pet from " + database.applicationRole()))
                .endsWith("grant usage on sequence shop.pet_id_seq to " + database.applicationRole());
    }

    @Test
    void a_tenant_reads_and_writes_its_own_rows_only() {
        owner.run(
                "create table shop.pet (id uuid primary key default gen_random_uuid(), name text)",
                "select rowhouse.protect_table('shop.pet')");

        acme.run("insert into shop.pet (name) values ('Rex'), ('Mia')");
        bolt.run("insert into shop.pet (name) values ('Rex')");

        assertThat(acme.column("select name from shop.pet order by name")).containsExactly("Mia", "Rex");
        assertThat(bolt.column("select name from shop.pet")).containsExactly("Rex");
        assertThat(bolt.run("update shop.pet set name = 'Max'")).isEqualTo(1);
        assertThat(bolt.run("delete from shop.pet")).isEqualTo(1);
        assertThat(acme.column("select name from shop.pet order by name")).containsExactly("Mia", "Rex");
    }

    @Test
    void every_way_to_another_tenant_is_closed() {
        owner.run(
                "create table shop.pet (id uuid primary key default gen_random_uuid(), name text)",
                "grant all on shop.pet to " + database.applicationRole(),
                "select rowhouse.protect_table('shop.pet')");
        String id = "00000000-0000-0000-0000-0000000000ff";
        acme.run("insert into shop.pet (id, name) values ('" + id + "', 'Rex')");

        assertThat(bolt.refused("insert into shop.pet (tenant_id, name) values ('" + ACME + "', 'Max')"))
                .isEqualTo(new Session.Refusal(
                        NOT_ALLOWED, "new row violates row-level security policy for table \"pet\""));
        bolt.run("insert into shop.pet (tenant_id, name) values (null, 'Max')");
        assertThat(bolt.column("select tenant_id from shop.pet")).containsExactly(BOLT.toString());
        bolt.run("delete from shop.pet");
        for (String statement : List.of(
                "update shop.pet set tenant_id = '" + ACME + "'",
                "truncate shop.pet",
                "alter table shop.pet disable row level security",
                "alter table shop.pet no force row level security",
                "drop policy rowhouse_tenant on shop.pet",
                "create policy mine on shop.pet using (true)",
                "create or replace function rowhouse.current_tenant_id() returns uuid language sql return null::uuid",
                "create trigger t before insert on shop.pet for each row execute function rowhouse.stamp_audit_columns()",
                "alter table shop.pet disable trigger rowhouse_audit",
                "create table pg_temp.probe (pet uuid references shop.pet)",
                "set role " + database.ownerRole(),
                "set session_replication_role = replica",
                "copy shop.pet (name) from program 'true'")) {
            assertThat(bolt.refused(statement).state()).as(statement).isIn("42501", "42P16", "0LP01");
        }
        assertThat(bolt.refused("set local row_security = off", "select * from shop.pet")
                        .state())
                .isEqualTo(NOT_ALLOWED);
        assertThat(bolt.run("insert into shop.pet (id, name) values ('" + id + "', 'Max') on conflict do nothing"))
                .isZero();
        assertThat(bolt.refused("insert into shop.pet (id, name) values ('" + id + "', 'Max')"
                                + " on conflict (id) do update set name = excluded.name")
                        .state())
                .isEqualTo(NOT_ALLOWED);
        assertThat(bolt.run("update shop.pet set name = 'Max' where id = '" + id + "'"))
                .isZero();
        assertThat(bolt.run("delete from shop.pet where id = '" + id + "'")).isZero();
        assertThat(acme.column("select name from shop.pet")).containsExactly("Rex");
    }

    @Test
    void the_owner_is_bound_too() {
        owner.run(
                "create table shop.pet (id uuid primary key default gen_random_uuid(), name text)",
                "select rowhouse.protect_table('shop.pet')");
        acme.run("insert into shop.pet (name) values ('Rex')");

        assertThat(owner.refused("select * from shop.pet").state()).isEqualTo("RH001");
        assertThat(owner.forTenant(BOLT).column("select name from shop.pet")).isEmpty();
        assertThat(owner.forTenant(ACME).column("select name from shop.pet")).containsExactly("Rex");
    }

    @Test
    void whoever_else_is_granted_the_table_is_bound_by_the_same_policy() {
        String reader = database.applicationRole() + "_reader";
        Session superuser = Session.of(database.superuser());
        owner.run(
                "create table shop.pet (id uuid primary key default gen_random_uuid(), name text)",
                "select rowhouse.protect_table('shop.pet')");
        acme.run("insert into shop.pet (name) values ('Rex')");
        superuser.run("create role " + reader);
        owner.run("grant usage on schema shop to " + reader, "grant select on shop.pet to " + reader);

        Session as = superuser.forTenant(BOLT);

        assertThat(as.column("set local role " + reader, "select name from shop.pet"))
                .isEmpty();
        assertThat(superuser.forTenant(ACME).column("set local role " + reader, "select name from shop.pet"))
                .containsExactly("Rex");
        assertThat(superuser
                        .refused("set local role " + reader, "select name from shop.pet")
                        .state())
                .isEqualTo("RH001");
        superuser.run("drop owned by " + reader, "drop role " + reader);
    }

    @Test
    void a_partitioned_table_is_closed_at_its_partitions() {
        owner.run(
                "create table shop.visit (id uuid default gen_random_uuid(), tenant_id uuid, note text,"
                        + " primary key (tenant_id, id)) partition by list (tenant_id)",
                "create table shop.visit_acme partition of shop.visit for values in ('" + ACME + "')",
                "create table shop.visit_rest partition of shop.visit default partition by hash (tenant_id)",
                "create table shop.visit_rest_0 partition of shop.visit_rest for values with (modulus 1, remainder 0)",
                "grant all on shop.visit_acme, shop.visit_rest_0 to " + database.applicationRole(),
                "grant update (note) on shop.visit_acme to " + database.applicationRole(),
                "select rowhouse.protect_table('shop.visit')");
        acme.run("insert into shop.visit (note) values ('checkup')");
        bolt.run("insert into shop.visit (note) values ('vaccination')");

        assertThat(acme.column("select note from shop.visit")).containsExactly("checkup");
        assertThat(bolt.column("select note from shop.visit")).containsExactly("vaccination");
        for (String partition : List.of("visit_acme", "visit_rest", "visit_rest_0")) {
            assertThat(rowSecurity("shop." + partition)).as(partition).isEqualTo("t t");
            assertThat(privileges("shop." + partition)).as(partition).isEmpty();
            assertThat(acme.refused("select * from shop." + partition).state())
                    .as(partition)
                    .isEqualTo(NOT_ALLOWED);
            assertThat(acme.refused("truncate shop." + partition).state())
                    .as(partition)
                    .isEqualTo(NOT_ALLOWED);
        }
        assertThat(policies("shop.visit"))
                .containsExactly("rowhouse_tenant PERMISSIVE ALL {public} (tenant_id = rowhouse.current_tenant_id())"
                        + " (tenant_id = rowhouse.current_tenant_id())");
        assertThat(owner.value("select rowhouse.protect_table('shop.visit')")).isEqualTo("0");
    }

    @Test
    void a_new_partition_is_closed_by_the_next_run() {
        owner.run(
                "create table shop.visit (id uuid, tenant_id uuid, primary key (tenant_id, id))"
                        + " partition by hash (tenant_id)",
                "create table shop.visit_0 partition of shop.visit for values with (modulus 2, remainder 0)",
                "select rowhouse.protect_table('shop.visit')",
                "create table shop.visit_1 partition of shop.visit for values with (modulus 2, remainder 1)");

        assertThat(owner.column("select rowhouse.protect_table_sql('shop.visit')"))
                .containsExactly(
                        "alter table shop.visit_1 enable row level security",
                        "alter table shop.visit_1 force row level security");
    }

    @Test
    void a_table_partitioned_by_something_else_has_the_policy_of_a_plain_one() {
        owner.run(
                "create table shop.visit (id uuid, day date, primary key (id, day)) partition by range (day)",
                "create table shop.visit_all partition of shop.visit default",
                "select rowhouse.protect_table('shop.visit')");

        assertThat(policies("shop.visit")).first().asString().contains("( SELECT rowhouse.current_tenant_id()");
        assertThat(indexes("shop.visit")).contains("UNIQUE INDEX visit_tenant_id_id_day_key (tenant_id, id, day)");
        acme.run("insert into shop.visit (id, day) values (gen_random_uuid(), now())");
        assertThat(bolt.value("select count(*) from shop.visit")).isEqualTo("0");
    }

    @Test
    void columns_that_come_later_are_granted_by_the_next_run() {
        owner.run(
                "create table shop.pet (id uuid primary key default gen_random_uuid(), name text)",
                "select rowhouse.protect_table('shop.pet')",
                "alter table shop.pet add column colour text");
        acme.run("insert into shop.pet (name, colour) values ('Rex', 'black')");

        assertThat(acme.refused("update shop.pet set colour = 'white'").state()).isEqualTo(NOT_ALLOWED);
        assertThat(owner.column("select rowhouse.protect_table_sql('shop.pet')"))
                .containsExactly("grant update (colour) on table shop.pet to " + database.applicationRole());
        owner.run("select rowhouse.protect_table('shop.pet')");
        assertThat(acme.run("update shop.pet set colour = 'white'")).isEqualTo(1);
    }

    @Test
    void what_was_taken_away_is_put_back() {
        owner.run(
                "create table shop.pet (id uuid primary key, name text)",
                "select rowhouse.protect_table('shop.pet')",
                "alter table shop.pet no force row level security",
                "alter table shop.pet disable row level security",
                "alter table shop.pet alter column tenant_id drop default, alter column tenant_id drop not null",
                "drop policy rowhouse_tenant on shop.pet",
                "alter table shop.pet disable trigger rowhouse_audit",
                "drop index shop.pet_tenant_id_created_at_id_idx",
                "grant truncate on shop.pet to " + database.applicationRole() + " with grant option",
                "grant update (tenant_id), references (name) on shop.pet to " + database.applicationRole(),
                "revoke delete on shop.pet from " + database.applicationRole());

        assertThat(owner.column("select rowhouse.protect_table_sql('shop.pet')"))
                .containsExactly(
                        "alter table shop.pet alter column tenant_id set default rowhouse.current_tenant_id()",
                        "alter table shop.pet alter column tenant_id set not null",
                        "create index on shop.pet (tenant_id, created_at desc, id desc)",
                        "alter table shop.pet enable trigger rowhouse_audit",
                        "alter table shop.pet enable row level security",
                        "alter table shop.pet force row level security",
                        "create policy rowhouse_tenant on shop.pet using (tenant_id = (select"
                                + " rowhouse.current_tenant_id())) with check (tenant_id = (select"
                                + " rowhouse.current_tenant_id()))",
                        "revoke truncate on table shop.pet from " + database.applicationRole(),
                        "revoke references (name) on table shop.pet from " + database.applicationRole(),
                        "revoke update (tenant_id) on table shop.pet from " + database.applicationRole(),
                        "grant delete on table shop.pet to " + database.applicationRole());
        owner.run("select rowhouse.protect_table('shop.pet')");
        assertThat(owner.value("select rowhouse.protect_table('shop.pet')")).isEqualTo("0");
    }

    @Test
    void keys_and_indexes_that_serve_are_not_made_again() {
        owner.run(
                "create table shop.pet (tenant_id uuid, id uuid, name text, created_at timestamptz default now(),"
                        + " primary key (tenant_id, id))",
                "create index by_age on shop.pet (tenant_id, created_at, id)",
                "create table shop.toy (id uuid primary key, tenant_id uuid)",
                "create unique index toy_key on shop.toy (tenant_id, id)",
                "select rowhouse.protect_table('shop.pet')",
                "select rowhouse.protect_table('shop.toy', audit => false)");

        assertThat(indexes("shop.pet"))
                .containsExactlyInAnyOrder(
                        "UNIQUE INDEX pet_pkey (tenant_id, id)", "INDEX by_age (tenant_id, created_at, id)");
        assertThat(indexes("shop.toy"))
                .containsExactlyInAnyOrder("UNIQUE INDEX toy_pkey (id)", "UNIQUE INDEX toy_key (tenant_id, id)");
    }

    @Test
    void keys_and_indexes_that_do_not_serve_do_not_count() {
        owner.run(
                "create table shop.pet (id uuid primary key, tenant_id uuid, created_at timestamptz default now(),"
                        + " deleted_at timestamptz, unique (tenant_id, id) deferrable)",
                "create unique index alive on shop.pet (tenant_id, id) where deleted_at is null",
                "create unique index wrong_order on shop.pet (id, tenant_id)",
                "create index mixed on shop.pet (tenant_id, created_at desc, id) where deleted_at is null",
                "create index whole on shop.pet (tenant_id, created_at desc, id desc)");

        assertThat(owner.column("select rowhouse.protect_table_sql('shop.pet', soft_delete => true)"))
                .contains(
                        "alter table shop.pet add unique (tenant_id, id)",
                        "create index on shop.pet (tenant_id, created_at desc, id desc) where deleted_at is null");
    }

    @Test
    void foreign_keys_with_the_tenant_join_protected_tables() {
        owner.run(
                "create table shop.owner (id uuid primary key)",
                "select rowhouse.protect_table('shop.owner')",
                "create table shop.pet (id uuid primary key, tenant_id uuid, owner_id uuid,"
                        + " foreign key (tenant_id, owner_id) references shop.owner (tenant_id, id))",
                "select rowhouse.protect_table('shop.pet')");
        String id = "00000000-0000-0000-0000-0000000000ff";
        acme.run("insert into shop.owner (id) values ('" + id + "')");

        acme.run("insert into shop.pet (id, owner_id) values (gen_random_uuid(), '" + id + "')");

        assertThat(bolt.refused("insert into shop.pet (id, owner_id) values (gen_random_uuid(), '" + id + "')")
                        .state())
                .isEqualTo("23503");
    }

    @Test
    void tables_without_the_tenant_and_the_directory_of_tenants_may_be_referenced() {
        owner.run(
                "create table shop.tenant (id uuid primary key)",
                "create table shop.country (code text primary key)",
                "create table shop.pet (id uuid primary key, tenant_id uuid references shop.tenant,"
                        + " country text references shop.country)");

        assertThat(owner.value("select rowhouse.protect_table('shop.pet')")).isNotEqualTo("0");
    }

    @Test
    void what_is_meant_across_tenants_is_accepted_by_name() {
        owner.run("create table shop.account (id uuid primary key, token text unique, tenant_id uuid,"
                + " parent uuid constraint parent_account references shop.account)");

        owner.run("select rowhouse.protect_table('shop.account', accept => '{account_token_key, parent_account}')");

        assertThat(owner.value("select rowhouse.protect_table('shop.account',"
                        + " accept => '{account_token_key, parent_account}')"))
                .isEqualTo("0");
    }

    @Test
    void another_tenant_column_and_no_audit_columns_are_a_choice() {
        owner.run(
                "create table shop.pet (id integer primary key, business uuid)",
                "select rowhouse.protect_table('shop.pet', tenant_column => 'business', audit => false)");

        acme.run("insert into shop.pet (id) values (1)");

        assertThat(bolt.value("select count(*) from shop.pet")).isEqualTo("0");
        assertThat(acme.column("select business from shop.pet")).containsExactly(ACME.toString());
        assertThat(indexes("shop.pet"))
                .containsExactlyInAnyOrder(
                        "UNIQUE INDEX pet_pkey (id)", "UNIQUE INDEX pet_business_id_key (business, id)");
        assertThat(privileges("shop.pet")).containsExactly("DELETE", "INSERT", "SELECT", "UPDATE id");
    }

    @Test
    void names_are_found_on_the_search_path_and_quoted_where_they_need_it() {
        owner.run(
                "create table shop.\"Order; drop\" (\"the Id\" uuid primary key, \"Na\"\"me\" text)",
                "set local search_path = shop",
                "select rowhouse.protect_table('\"Order; drop\"')");

        acme.run("insert into shop.\"Order; drop\" (\"the Id\") values (gen_random_uuid())");

        assertThat(acme.run("update shop.\"Order; drop\" set \"Na\"\"me\" = 'x'"))
                .isEqualTo(1);
        assertThat(bolt.value("select count(*) from shop.\"Order; drop\"")).isEqualTo("0");
    }

    @Test
    void restrictive_policies_and_those_of_roles_apart_stay() {
        String search = database.applicationRole() + "_search";
        Session superuser = Session.of(database.superuser());
        superuser.run("create role " + search + " nologin");
        owner.run(
                "create table shop.pet (id uuid primary key, name text)",
                "create policy only_named on shop.pet as restrictive using (name is not null)",
                "create policy search on shop.pet for select to " + search + " using (true)",
                "select rowhouse.protect_table('shop.pet')");

        acme.run("insert into shop.pet (id, name) values (gen_random_uuid(), 'Rex')");

        assertThat(bolt.value("select count(*) from shop.pet")).isEqualTo("0");
        assertThat(owner.column("select policyname from pg_policies where schemaname = 'shop' order by 1"))
                .containsExactly("only_named", "rowhouse_tenant", "search");
        superuser.run("drop owned by " + search, "drop role " + search);
    }

    @Test
    void several_registered_roles_are_all_granted_and_a_named_one_alone() {
        String second = database.applicationRole() + "_second";
        Session superuser = Session.of(database.superuser());
        superuser.run("create role " + second);
        owner.run(
                "create table shop.pet (id uuid primary key)",
                "create table shop.toy (id uuid primary key)",
                "select rowhouse.protect_table('shop.toy', '" + second + "', audit => false)",
                "select rowhouse.register_application_role('" + second + "')",
                "select rowhouse.protect_table('shop.pet', audit => false)");

        String granted = "select grantee from information_schema.role_table_grants where table_schema = 'shop'"
                + " and privilege_type = 'SELECT' and grantee <> grantor and table_name = ";

        assertThat(owner.column(granted + "'pet'")).containsExactlyInAnyOrder(database.applicationRole(), second);
        assertThat(owner.column(granted + "'toy'")).containsExactly(second);
        owner.run("delete from rowhouse.application_role where role_name = '" + second + "'");
        superuser.run("drop owned by " + second, "drop role " + second);
    }

    @Test
    void two_that_protect_the_same_table_at_once_both_succeed() throws Exception {
        owner.run("create table shop.pet (id uuid primary key, name text)");
        ExecutorService second = Executors.newSingleThreadExecutor();
        try (Connection first = database.owner().getConnection();
                var statement = first.createStatement()) {
            first.setAutoCommit(false);
            statement.execute("select rowhouse.protect_table('shop.pet')");

            Future<String> result = second.submit(() -> owner.value("select rowhouse.protect_table('shop.pet')"));
            Session.of(database.superuser()).awaitBlockedSession();
            first.commit();

            assertThatCode(() -> assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo("0"))
                    .doesNotThrowAnyException();
        } finally {
            second.shutdownNow();
        }
    }

    private List<String> indexes(String table) {
        return owner.column("select regexp_replace(pg_get_indexdef(indexrelid),"
                + " '^CREATE (.*INDEX \\S+) ON (?:ONLY )?\\S+ USING btree', '\\1')"
                + " from pg_index where indrelid = '" + table + "'::regclass");
    }

    private List<String> policies(String table) {
        return owner.column("select format('%s %s %s %s %s %s', policyname, permissive, cmd, roles, qual, with_check)"
                + " from pg_policies where format('%I.%I', schemaname, tablename) = '" + table + "' order by 1");
    }

    private String rowSecurity(String table) {
        return owner.value("select format('%s %s', relrowsecurity, relforcerowsecurity) from pg_class where oid = '"
                + table + "'::regclass");
    }

    private List<String> privileges(String table) {
        return owner.column("select a.privilege_type from pg_class as c cross join aclexplode(c.relacl) as a"
                + " where c.oid = '" + table + "'::regclass and a.grantee = '" + database.applicationRole()
                + "'::regrole"
                + " union all"
                + " select a.privilege_type || ' ' || t.attname from pg_attribute as t cross join aclexplode(t.attacl) as a"
                + " where t.attrelid = '" + table + "'::regclass and a.grantee = '" + database.applicationRole()
                + "'::regrole order by 1");
    }
}
