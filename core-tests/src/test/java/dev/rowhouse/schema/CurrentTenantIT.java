package dev.rowhouse.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What policies read, and what the planner makes of it, on 100,000 rows of 100 tenants. */
class CurrentTenantIT {
    private static final UUID ACME = UUID.fromString("00000000-0000-0000-0000-000000000007");
    private static final String NO_TENANT = "RH001";

    /** How 15 to 17 and how 18 print the value of the sub-select. */
    private static final String SUB_SELECT = "(\\$\\d|\\(InitPlan \\d\\)\\.col1)";

    @RegisterExtension
    static final RowhouseDatabase database = RowhouseDatabase.builder()
            .withoutRowhouse()
            .setUp(CurrentTenantIT::createTables)
            .build();

    private final Session application = Session.of(database.pool());

    private static void createTables(RowhouseDatabase database) {
        RowhouseSchema.builder()
                .applicationRole(database.applicationRole())
                .build()
                .installOn(database.owner());
        String tenants = "('00000000-0000-0000-0000-' || lpad((i % 100)::text, 12, '0'))::uuid";
        Session.of(database.owner())
                .run(
                        "create table plain (id uuid primary key default gen_random_uuid(), tenant_id uuid, n integer)",
                        "insert into plain (tenant_id, n) select " + tenants
                                + ", i from generate_series(1, 100000) as i",
                        "select rowhouse.protect_table('plain', soft_delete => true)",
                        "create table parted (id uuid default gen_random_uuid(), tenant_id uuid, n integer,"
                                + " primary key (tenant_id, id)) partition by hash (tenant_id)",
                        "do $$ begin for i in 0 .. 7 loop execute format('create table parted_%s partition of parted"
                                + " for values with (modulus 8, remainder %s)', i, i); end loop; end $$",
                        "insert into parted (tenant_id, n) select " + tenants
                                + ", i from generate_series(1, 100000) as i",
                        "select rowhouse.protect_table('parted')",
                        "create table nothing (id uuid primary key default gen_random_uuid())",
                        "select rowhouse.protect_table('nothing')");
    }

    @BeforeAll
    static void gather_statistics() throws SQLException {
        try (var connection = database.owner().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("vacuum analyze plain");
            statement.execute("vacuum analyze parted");
        }
    }

    @Test
    void the_application_is_an_ordinary_role() {
        assertThat(application.value("select format('%s %s %s', rolsuper, rolbypassrls,"
                        + " pg_has_role(current_user, (select relowner from pg_class where relname = 'plain'), 'member'))"
                        + " from pg_roles where rolname = current_user"))
                .isEqualTo("f f f");
    }

    @Test
    void a_tenant_sees_its_rows_and_no_others() {
        for (String table : List.of("plain", "parted")) {
            assertThat(application.forTenant(ACME).value("select count(*) from " + table))
                    .isEqualTo("1000");
            assertThat(application.forTenant(ACME).column("select distinct tenant_id from " + table))
                    .containsExactly(ACME.toString());
        }
    }

    @Test
    void without_a_tenant_statements_are_refused() {
        for (String table : List.of("plain", "parted")) {
            for (String statement : List.of(
                    "select count(*) from " + table,
                    "select * from " + table + " where n = 5 limit 1",
                    "select * from " + table + " order by created_at desc, id desc limit 20",
                    "insert into " + table + " (n) values (1)",
                    "insert into " + table + " (tenant_id, n) values ('" + ACME + "', 1)",
                    "update " + table + " set n = 1",
                    "delete from " + table)) {
                assertThat(application.refused(statement).state()).as(statement).isEqualTo(NO_TENANT);
            }
        }
    }

    @Test
    void without_a_tenant_an_empty_table_refuses_writing_and_keyed_reading() {
        assertThat(application.refused("insert into nothing default values").state())
                .isEqualTo(NO_TENANT);
        assertThat(application
                        .refused(
                                "set local enable_seqscan = off",
                                "select * from nothing order by created_at desc, id desc limit 20")
                        .state())
                .isEqualTo(NO_TENANT);
    }

    @Test
    void a_setting_that_was_reset_is_no_tenant() {
        Session.Refusal refusal = application.forTenant("").refused("select count(*) from plain");

        assertThat(refusal.state()).isEqualTo(NO_TENANT);
        assertThat(refusal.message())
                .isEqualTo(
                        "Asking for the current tenant: setting app.current_tenant_id is not set in this transaction. Run"
                                + " the work inside TenantContext.of(tenantId).run(...) on a TenantDataSource, or begin the"
                                + " transaction with select set_config('app.current_tenant_id', '<tenant id>', true).");
    }

    @Test
    void a_malformed_tenant_is_refused() {
        for (String malformed : List.of("' or true --", "zzzzzzzz-0000-0000-0000-000000000007", ACME + " ")) {
            for (String table : List.of("plain", "parted")) {
                assertThat(application
                                .forTenant(malformed)
                                .refused("select count(*) from " + table)
                                .state())
                        .as("%s by <%s>", table, malformed)
                        .isEqualTo("22P02");
            }
        }
    }

    @Test
    void a_plain_table_is_read_through_the_tenant_index() {
        String plan = plan("explain (costs off) select count(n) from plain");

        assertThat(plan).containsPattern("Index Cond: \\(tenant_id = " + SUB_SELECT + "\\)");
        assertThat(plan).doesNotContain("Seq Scan");
    }

    @Test
    void a_keyset_page_is_read_from_its_index_in_order() {
        String plan = plan("explain (costs off) select * from plain where deleted_at is null"
                + " and (created_at, id) < (now(), '00000000-0000-0000-0000-000000000000')"
                + " order by created_at desc, id desc limit 20");

        assertThat(plan).contains("Index Scan using plain_tenant_id_created_at_id_idx");
        assertThat(plan)
                .containsPattern("Index Cond: \\(\\(tenant_id = " + SUB_SELECT + "\\) AND \\(ROW\\(created_at, id\\)");
        assertThat(plan).doesNotContain("Sort");
    }

    @Test
    void the_function_is_inlined_and_prunes_partitions() {
        String plan = plan("explain (analyze, costs off, timing off, summary off) select count(n) from parted");

        assertThat(plan).contains("Subplans Removed: 7");
        assertThat(plan).containsPattern("Index Cond: \\(tenant_id = COALESCE\\(\\(NULLIF");
        assertThat(plan).doesNotContain("current_tenant_id()", "SubPlan", "InitPlan");
    }

    @Test
    void a_generic_plan_serves_each_tenant_its_own_partition() {
        List<String> plan = application
                .forTenant(ACME)
                .column(
                        "prepare counting as select count(n) from parted",
                        "set local plan_cache_mode = force_generic_plan",
                        "explain (analyze, costs off, timing off, summary off) execute counting");
        List<String> rows = application
                .forTenant(ACME)
                .column(
                        "set local plan_cache_mode = force_generic_plan",
                        "execute counting",
                        "select set_config('app.current_tenant_id', '00000000-0000-0000-0000-000000000008', true)",
                        "execute counting",
                        "deallocate counting");

        assertThat(String.join("\n", plan)).contains("Subplans Removed: 7");
        assertThat(rows).containsExactly("1000", "00000000-0000-0000-0000-000000000008", "1000");
    }

    @Test
    void a_parallel_plan_keeps_to_the_tenant() {
        String parallel = "set local min_parallel_table_scan_size = 0; set local parallel_setup_cost = 0;"
                + " set local parallel_tuple_cost = 0; set local enable_indexscan = off;"
                + " set local enable_bitmapscan = off; set local enable_indexonlyscan = off";

        for (String table : List.of("plain", "parted")) {
            String counting = "select count(n) from " + table;

            assertThat(String.join(
                            "\n", application.forTenant(ACME).column(parallel, "explain (costs off) " + counting)))
                    .as(table)
                    .contains("Parallel");
            assertThat(application.forTenant(ACME).column(parallel, counting)).containsExactly("1000");
        }
    }

    @Test
    void the_actor_is_nobody_when_not_set() {
        assertThat(application.value("select rowhouse.current_actor()")).isEqualTo("null");
        assertThat(application.withActor("").value("select rowhouse.current_actor()"))
                .isEqualTo("null");
        assertThat(application.withActor("dana@acme").value("select rowhouse.current_actor()"))
                .isEqualTo("dana@acme");
    }

    @Test
    void nothing_on_the_search_path_gets_between() {
        List<String> answer = application
                .forTenant(ACME)
                .column(
                        "create temporary table planted (n integer)",
                        "create function pg_temp.current_setting(text, boolean) returns text language sql as"
                                + " $$ select '00000000-0000-0000-0000-000000000008' $$",
                        "set local search_path = pg_temp, pg_catalog, public",
                        "select distinct tenant_id::text from public.plain"
                                + " union select distinct tenant_id::text from public.parted");

        assertThat(answer).containsExactly(ACME.toString());
    }

    private String plan(String statement) {
        return application.forTenant(ACME).lines(statement);
    }
}
