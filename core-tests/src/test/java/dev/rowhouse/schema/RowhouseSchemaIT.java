package dev.rowhouse.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Installing and upgrading the schema; each test begins without it. */
class RowhouseSchemaIT {
    private static final int INSTANCES = 10;

    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().withoutRowhouse().build();

    private Session owner;
    private Session application;
    private Session superuser;
    private String other;

    @BeforeEach
    void begin_without_the_schema() {
        owner = Session.of(database.owner());
        application = Session.of(database.pool());
        superuser = Session.of(database.superuser());
        other = database.applicationRole() + "_other";
        superuser.run("drop schema if exists rowhouse cascade");
        superuser.run("create role " + other + " login");
    }

    @AfterEach
    void drop_the_other_role() {
        superuser.run("drop schema if exists rowhouse cascade");
        superuser.run("drop owned by " + other, "drop role " + other);
    }

    @Test
    void the_owner_and_the_application_are_ordinary_roles() {
        String attributes = "select format('%s %s', rolsuper, rolbypassrls) from pg_roles where rolname = current_user";

        assertThat(owner.value(attributes)).isEqualTo("f f");
        assertThat(application.value(attributes)).isEqualTo("f f");
        assertThat(application.value("select current_user")).isNotEqualTo(owner.value("select current_user"));
    }

    @Test
    void installs_with_the_defaults() {
        RowhouseSchema.install(database.owner());

        assertThat(owner.column("select version from rowhouse.version")).containsExactly("1");
        assertThat(owner.column("select format('%s %s', tenant_setting, actor_setting) from rowhouse.configuration"))
                .containsExactly("app.current_tenant_id app.current_actor");
        assertThat(owner.column("select role_name from rowhouse.application_role"))
                .isEmpty();
        assertThat(owner.value("select pg_get_userbyid(nspowner) from pg_namespace where nspname = 'rowhouse'"))
                .isEqualTo(database.ownerRole());
    }

    @Test
    void installs_with_chosen_settings_and_roles() {
        RowhouseSchema.builder()
                .applicationRole(database.applicationRole())
                .applicationRole(other)
                .tenantSetting("shop.tenant")
                .actorSetting("shop.clerk")
                .build()
                .installOn(database.owner());

        assertThat(owner.column("select role_name from rowhouse.application_role order by 1"))
                .containsExactly(database.applicationRole(), other);
        String tenant = "00000000-0000-0000-0000-000000000001";
        assertThat(application.column("select set_config('shop.tenant', '" + tenant + "', true)"
                        + " union all select set_config('shop.clerk', 'dana', true)"
                        + " union all select rowhouse.current_tenant_id()::text"
                        + " union all select rowhouse.current_actor()"))
                .containsExactly(tenant, "dana", tenant, "dana");
    }

    @Test
    void a_second_installation_changes_nothing() {
        RowhouseSchema schema = RowhouseSchema.builder()
                .applicationRole(database.applicationRole())
                .build();
        schema.installOn(database.owner());
        String before = Catalog.state(owner);

        schema.installOn(database.owner());
        RowhouseSchema.install(database.owner());

        assertThat(Catalog.state(owner)).isEqualTo(before);
    }

    @Test
    void the_script_installs_when_run_as_it_is() {
        owner.run(
                "set local rowhouse.application_role = '" + database.applicationRole() + ", " + other + "'",
                RowhouseSchema.script());

        assertThat(owner.column("select role_name from rowhouse.application_role order by 1"))
                .containsExactly(database.applicationRole(), other);
    }

    @Test
    void nothing_on_the_search_path_gets_into_the_functions() {
        superuser.run("create schema if not exists planted authorization " + database.ownerRole());
        owner.run(
                "create function planted.current_setting(text, boolean) returns text language sql as $$ select"
                        + " '00000000-0000-0000-0000-000000000001' $$",
                "set local search_path = planted, pg_catalog",
                RowhouseSchema.script());

        assertThat(application.refused("select rowhouse.current_tenant_id()").state())
                .isEqualTo("RH001");
        assertThat(owner.column("set local search_path = planted, public", RowhouseSchema.script(), "show search_path"))
                .containsExactly("planted, public");
        owner.run("drop schema planted cascade");
    }

    @Test
    void instances_that_start_together_install_once() throws Exception {
        RowhouseSchema schema = RowhouseSchema.builder()
                .applicationRole(database.applicationRole())
                .build();
        CyclicBarrier start = new CyclicBarrier(INSTANCES);
        ExecutorService instances = Executors.newFixedThreadPool(INSTANCES);
        List<Future<?>> installations = new ArrayList<>();

        try {
            for (int i = 0; i < INSTANCES; i++) {
                installations.add(instances.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    schema.installOn(database.owner());
                    return null;
                }));
            }
            for (Future<?> installation : installations) {
                assertThatCode(() -> installation.get(60, TimeUnit.SECONDS)).doesNotThrowAnyException();
            }
        } finally {
            instances.shutdownNow();
        }

        // One transaction wrote the version and all functions: nobody replaced what the first had made.
        assertThat(owner.column("select xmin::text from rowhouse.version"
                        + " union select xmin::text from pg_proc where pronamespace = 'rowhouse'::regnamespace"
                        + " union select xmin::text from rowhouse.application_role"))
                .hasSize(1);
    }

    @Test
    void waits_for_an_installation_under_way_also_in_a_stricter_isolation() throws Exception {
        superuser.run("alter role " + database.ownerRole() + " set default_transaction_isolation = 'repeatable read'");
        ExecutorService second = Executors.newSingleThreadExecutor();
        try (Connection first = database.owner().getConnection()) {
            first.setAutoCommit(false);
            try (var statement = first.createStatement()) {
                statement.execute(RowhouseSchema.script());
            }

            Future<?> installation = second.submit(() -> RowhouseSchema.install(database.owner()));
            Session.of(database.superuser()).awaitBlockedSession();
            first.commit();

            assertThatCode(() -> installation.get(60, TimeUnit.SECONDS)).doesNotThrowAnyException();
        } finally {
            second.shutdownNow();
            superuser.run("alter role " + database.ownerRole() + " reset default_transaction_isolation");
        }
        assertThat(owner.column("select version from rowhouse.version")).containsExactly("1");
    }

    @Test
    void a_newer_version_is_refused_and_left_alone() {
        RowhouseSchema.install(database.owner());
        owner.run("insert into rowhouse.version (version) values (1000)");
        String before = Catalog.state(owner);

        assertThatThrownBy(() -> RowhouseSchema.install(database.owner()))
                .isInstanceOf(RowhouseException.class)
                .hasMessage("Installing Rowhouse 1: version 1000 is installed already, by a newer library. Update this"
                        + " application's Rowhouse; an older one does not know what the newer has changed.");
        assertThat(Catalog.state(owner)).isEqualTo(before);
    }

    @Test
    void an_older_version_is_upgraded_and_keeps_what_was_chosen() {
        RowhouseSchema.builder()
                .applicationRole(database.applicationRole())
                .tenantSetting("shop.tenant")
                .build()
                .installOn(database.owner());
        owner.run(
                "update rowhouse.version set version = 0",
                "drop function rowhouse.protect_table",
                "create or replace function rowhouse.numbered(findings text[]) returns text language sql return 'old'");

        RowhouseSchema.install(database.owner());

        assertThat(owner.column("select version from rowhouse.version order by 1"))
                .containsExactly("0", "1");
        assertThat(owner.value("select rowhouse.numbered(array['a'])")).isEqualTo("Found 1 problem:\n1. a");
        assertThat(owner.value("select to_regproc('rowhouse.protect_table') is not null"))
                .isEqualTo("t");
        assertThat(owner.value("select tenant_setting from rowhouse.configuration"))
                .isEqualTo("shop.tenant");
        assertThat(owner.column("select role_name from rowhouse.application_role"))
                .containsExactly(database.applicationRole());
    }

    @Test
    void the_next_version_is_a_step_on_top_of_this_one() {
        RowhouseSchema.builder()
                .applicationRole(database.applicationRole())
                .build()
                .installOn(database.owner());
        RowhouseSchema next =
                RowhouseSchema.builder().script(planted_version_2()).build();

        next.installOn(database.owner());
        next.installOn(database.owner());

        assertThat(owner.column("select version from rowhouse.version order by 1"))
                .containsExactly("1", "2");
        assertThat(owner.column("select step from rowhouse.planted")).containsExactly("1 to 2");
        assertThat(owner.column("select role_name from rowhouse.application_role"))
                .containsExactly(database.applicationRole());
        assertThatThrownBy(() -> RowhouseSchema.install(database.owner()))
                .isInstanceOf(RowhouseException.class)
                .hasMessageContaining("version 2 is installed already, by a newer library");
    }

    @Test
    void the_next_version_installs_from_nothing_too() {
        RowhouseSchema.builder().script(planted_version_2()).build().installOn(database.owner());

        assertThat(owner.column("select version from rowhouse.version")).containsExactly("2");
        assertThat(owner.column("select step from rowhouse.planted")).containsExactly("1 to 2");
    }

    @Test
    void a_step_that_fails_leaves_the_old_version() {
        RowhouseSchema.install(database.owner());
        String before = Catalog.state(owner);
        String failing = planted_version_2().sql().replace("values ('1 to 2')", "values ('1 to 2', 'too many')");

        assertThatThrownBy(() -> RowhouseSchema.builder()
                        .script(new SchemaScript(failing))
                        .build()
                        .installOn(database.owner()))
                .isInstanceOf(RowhouseException.class)
                .hasMessageStartingWith("Installing the database side of Rowhouse: INSERT has more expressions")
                .hasMessageContaining("(SQLSTATE 42601). Nothing was changed.");
        assertThat(Catalog.state(owner)).isEqualTo(before);
        assertThat(owner.column("select version from rowhouse.version")).containsExactly("1");
    }

    @Test
    void a_missing_version_row_has_everything_replaced() {
        RowhouseSchema.install(database.owner());
        owner.run("delete from rowhouse.version", "drop function rowhouse.current_actor");

        RowhouseSchema.install(database.owner());

        assertThat(owner.column("select version from rowhouse.version")).containsExactly("1");
        assertThat(application.value("select rowhouse.current_actor()")).isEqualTo("null");
    }

    @Test
    void other_settings_than_installed_are_refused() {
        RowhouseSchema.install(database.owner());
        String before = Catalog.state(owner);

        assertThatThrownBy(() -> RowhouseSchema.builder()
                        .tenantSetting("shop.tenant")
                        .build()
                        .installOn(database.owner()))
                .isInstanceOf(RowhouseException.class)
                .hasMessage("Installing Rowhouse 1 with settings shop.tenant and app.current_actor: this database was"
                        + " installed with app.current_tenant_id and app.current_actor, and the applications that run on"
                        + " it send these. Use them here too, or change the database on purpose: select"
                        + " rowhouse.configure('shop.tenant', 'app.current_actor').");
        assertThat(Catalog.state(owner)).isEqualTo(before);
    }

    @Test
    void settings_can_be_changed_on_purpose() {
        RowhouseSchema.install(database.owner());

        owner.run("select rowhouse.configure('shop.tenant', 'shop.clerk')");

        RowhouseSchema.builder().tenantSetting("shop.tenant").build().installOn(database.owner());
        assertThat(application.refused("select rowhouse.current_tenant_id()").message())
                .contains("setting shop.tenant is not set");
    }

    @Test
    void names_that_cannot_be_settings_are_refused() {
        for (String name : List.of("tenant", "app.", "app.tenant'", "app.tenant; drop", "1app.tenant")) {
            assertThatThrownBy(() ->
                            RowhouseSchema.builder().tenantSetting(name).build().installOn(database.owner()))
                    .as(name)
                    .isInstanceOf(RowhouseException.class)
                    .hasMessage(
                            "Configuring Rowhouse: '" + name.replace("'", "''") + "' cannot be the name of a setting."
                                    + " Give two or more words joined by dots, as in app.current_tenant_id.");
        }
        assertThatThrownBy(() -> RowhouseSchema.builder()
                        .tenantSetting("app.who")
                        .actorSetting("APP.who")
                        .build()
                        .installOn(database.owner()))
                .hasMessage(
                        "Configuring Rowhouse: tenant and actor are both to be carried by setting app.who. Give each a"
                                + " name of its own.");
        assertThat(owner.value("select to_regnamespace('rowhouse')")).isEqualTo("null");
    }

    @Test
    void roles_that_row_security_does_not_bind_are_refused_with_all_reasons() {
        superuser.run(
                "alter role " + other + " bypassrls",
                "grant " + database.ownerRole() + " to " + other,
                "alter role " + other + " set app.current_tenant_id = '00000000-0000-0000-0000-000000000001'");

        assertThatThrownBy(() ->
                        RowhouseSchema.builder().applicationRole(other).build().installOn(database.owner()))
                .isInstanceOf(RowhouseException.class)
                .hasMessage(
                        "Registering application role %1$s was refused, and nothing was changed. Found 3 problems:\n"
                                        .formatted(other)
                                + "1. role %1$s has BYPASSRLS: take it away (alter role %1$s nobypassrls), or name another role.\n"
                                        .formatted(other)
                                + "2. role %1$s is a member of the owner %2$s, and an owner can switch row-level security off:"
                                        .formatted(other, database.ownerRole())
                                + " revoke %2$s from %1$s.\n".formatted(other, database.ownerRole())
                                + ("3. setting app.current_tenant_id has a default, so connections of role %1$s without a context"
                                                + " would work as that tenant: alter role %1$s reset app.current_tenant_id.")
                                        .formatted(other));
        assertThat(owner.value("select to_regnamespace('rowhouse')")).isEqualTo("null");
    }

    @Test
    void a_role_that_does_not_exist_is_refused() {
        assertThatThrownBy(() -> RowhouseSchema.builder()
                        .applicationRole("nobody_of_that_name")
                        .build()
                        .installOn(database.owner()))
                .isInstanceOf(RowhouseException.class)
                .hasMessageContaining("1. role nobody_of_that_name does not exist: create it");
    }

    @Test
    void somebody_elses_schema_is_refused() {
        superuser.run("create schema rowhouse");

        assertThatThrownBy(() -> RowhouseSchema.install(database.owner()))
                .isInstanceOf(RowhouseException.class)
                .hasMessageMatching("Installing Rowhouse 1 as role " + database.ownerRole()
                        + ": schema rowhouse belongs to role \\w+\\. Run it as \\w+, or drop the schema if it is not"
                        + " Rowhouse's\\.");
    }

    @Test
    void a_role_that_may_not_create_is_told_what_it_needs() {
        assertThatThrownBy(() -> RowhouseSchema.install(database.pool()))
                .isInstanceOf(RowhouseException.class)
                .hasMessage("Installing the database side of Rowhouse: permission denied for database "
                        + database.databaseName()
                        + ". Nothing was changed. Log in as the role that owns the application's tables, and let the owner"
                        + " of the database grant it CREATE: grant create on database ... to ...");
    }

    @Test
    void create_on_the_database_is_all_it_needs() throws SQLException {
        superuser.run("grant create on database " + database.databaseName() + " to " + other);

        Session.of(database.superuser()).run("set role " + other, RowhouseSchema.script());

        assertThat(superuser.value("select pg_get_userbyid(nspowner) from pg_namespace where nspname = 'rowhouse'"))
                .isEqualTo(other);
    }

    @Test
    void the_application_can_only_ask_for_its_context() {
        RowhouseSchema.builder()
                .applicationRole(database.applicationRole())
                .build()
                .installOn(database.owner());

        assertThat(application.column("select p.oid::regprocedure::text from pg_proc as p"
                        + " where p.pronamespace = 'rowhouse'::regnamespace"
                        + " and has_function_privilege(p.oid, 'execute') order by 1"))
                .containsExactly(
                        "rowhouse.current_actor()", "rowhouse.current_tenant_id()", "rowhouse.refuse_tenant(text)");
        assertThat(application.refused("select rowhouse.protect_table('t')").state())
                .isEqualTo("42501");
        assertThat(application
                        .refused("update rowhouse.configuration set tenant_setting = 'a.b'")
                        .state())
                .isEqualTo("42501");
        assertThat(application
                        .refused("insert into rowhouse.version (version) values (2)")
                        .state())
                .isEqualTo("42501");
        assertThat(application.refused("create table rowhouse.t (a int)").state())
                .isEqualTo("42501");
        assertThat(application.value("select max(version) from rowhouse.version"))
                .isEqualTo("1");
    }

    @Test
    void the_connection_is_given_back_as_it_was() throws SQLException {
        RowhouseSchema.install(database.owner());

        try (Connection connection = database.pool().getConnection()) {
            assertThatThrownBy(() -> RowhouseSchema.builder()
                            .tenantSetting("a.b")
                            .build()
                            .installOn(database.pool()))
                    .isInstanceOf(RowhouseException.class);
            assertThat(connection.getAutoCommit()).isTrue();
        }
    }

    private static SchemaScript planted_version_2() {
        String sql = RowhouseSchema.script();
        String version = "script_version constant integer := 1;";
        String marker = "    -- End of steps\n";
        assertThat(sql).containsOnlyOnce(version).containsOnlyOnce(marker);
        return new SchemaScript(
                sql.replace(version, "script_version constant integer := 2;").replace(marker, """
                            if installed_version < 2 then
                              create table rowhouse.planted (step text);
                              insert into rowhouse.planted values ('1 to 2');
                            end if;
                        """ + marker));
    }
}
