package dev.rowhouse.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.RowhouseDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Full text, JSON containment and fuzzy match under row-level security, on 200,000 rows, half of them one tenant's. */
class MakeSearchableIT {
    private static final UUID ACME = UUID.fromString("00000000-0000-4000-8000-000000000000");
    private static final UUID BOLT = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private static final String TEXT = "id = any (array(select document_search_ids(to_tsquery('simple', '%s'))))";
    private static final String JSON = "id = any (array(select document_spec_ids('%s')))";
    private static final String FUZZY = "id = any (array(select document_title_ids('%s')))";

    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().setUp(MakeSearchableIT::createTables).build();

    private final Session acme = Session.of(database.pool()).forTenant(ACME);
    private final Session bolt = Session.of(database.pool()).forTenant(BOLT);
    private final Session owner = Session.of(database.owner());
    private final Session superuser = Session.of(database.superuser());

    private static void createTables(RowhouseDatabase database) {
        letOwnerMakeSearches(database, "rowhouse_search");
        Session.of(database.superuser()).run("create extension btree_gin", "create extension pg_trgm");
        Session.of(database.owner())
                .run(
                        "create table document (id uuid primary key, tenant_id uuid, title text, spec jsonb,"
                                + " search tsvector generated always as (to_tsvector('simple', title)) stored)",
                        "insert into document (id, tenant_id, title, spec) select"
                                + " ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid,"
                                + " ('00000000-0000-4000-8000-' || lpad((i % 2 * (1 + i % 20))::text, 12, '0'))::uuid,"
                                + " format('plan%s of series%s', i, i % 1000),"
                                + " jsonb_build_object('series', i % 1000, 'tags', jsonb_build_array('even', i))"
                                + " from generate_series(1, 200000) as i",
                        "select rowhouse.protect_table('document', soft_delete => true)",
                        "select rowhouse.make_searchable('document', 'search')",
                        "select rowhouse.make_searchable('document', 'spec')",
                        "select rowhouse.make_searchable('document', 'title')",
                        "analyze document",
                        "create table open (id uuid primary key, tenant_id uuid, n numeric, search tsvector)");
    }

    /** Creates a role for search functions, which may be there from another test class, and lets the owner use it. */
    private static void letOwnerMakeSearches(RowhouseDatabase database, String role) {
        Session.of(database.superuser())
                .run(
                        "do $$ begin create role " + role
                                + " nologin; exception when duplicate_object or unique_violation then end $$",
                        "do $$ begin execute 'grant " + role + " to " + database.ownerRole()
                                + "' || case when current_setting('server_version_num')::int < 160000 then ''"
                                + " else ' with inherit false' end; end $$");
    }

    private static String rows(String condition, String argument) {
        return "select coalesce(string_agg(title, ', ' order by title), 'none') from document where "
                + condition.formatted(argument);
    }

    @Test
    void the_application_is_an_ordinary_role() {
        assertThat(acme.value("select format('%s %s %s', rolsuper, rolbypassrls,"
                        + " pg_has_role(current_user, 'rowhouse_search', 'member'))"
                        + " from pg_roles where rolname = current_user"))
                .isEqualTo("f f f");
    }

    @Test
    void each_search_finds_what_its_operator_finds() {
        assertThat(acme.value(rows(TEXT, "plan4712"))).isEqualTo("plan4712 of series712");
        assertThat(acme.value(rows(JSON, "{\"series\": 712, \"tags\": [4712]}")))
                .isEqualTo("plan4712 of series712");
        assertThat(acme.value("select title from document where " + FUZZY.formatted("pln199712")
                        + " order by word_similarity('pln199712', title) desc limit 1"))
                .isEqualTo("plan199712 of series712");
        assertThat(acme.value("select count(*) from document where " + TEXT.formatted("series712")))
                .isEqualTo(
                        acme.value("select count(*) from document where search @@ to_tsquery('simple', 'series712')"))
                .isEqualTo("200");
        assertThat(acme.value("select count(*) from document where " + JSON.formatted("{\"series\": 712}")))
                .isEqualTo(acme.value("select count(*) from document where spec @> '{\"series\": 712}'"))
                .isEqualTo("200");
    }

    @Test
    void each_search_uses_its_index_where_the_operator_alone_does_not() throws SQLException {
        for (List<String> search : List.of(
                List.of("search", TEXT.formatted("plan4712"), "search @@ to_tsquery('simple', 'plan4712')"),
                List.of("spec", JSON.formatted("{\"tags\": [4712]}"), "spec @> '{\"tags\": [4712]}'"),
                List.of("title", FUZZY.formatted("plan4712"), "title %> 'plan4712'"))) {
            String index = "document_tenant_id_" + search.get(0) + "_idx";

            assertThat(scansOf(index, search.get(1))).as(search.get(1)).isEqualTo(1);
            assertThat(scansOf(index, search.get(2))).as(search.get(2)).isZero();
            assertThat(acme.lines("explain (costs off) select title from document where " + search.get(1)))
                    .containsPattern("Index Cond: \\(.*id = ANY \\((\\$\\d|\\(InitPlan \\d\\)\\.col1)\\)\\)")
                    .doesNotContain("Filter", "Seq Scan");
        }
    }

    /** Counts how often a statement looks into an index. A session reports what it counted when it is told to. */
    private static int scansOf(String index, String condition) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            return TenantContext.of(ACME).call(() -> {
                int before = scans(statement, index);
                statement.execute("select count(*) from document where " + condition);
                return scans(statement, index) - before;
            });
        }
    }

    private static int scans(Statement statement, String index) throws SQLException {
        statement.execute("select pg_stat_force_next_flush()");
        try (ResultSet row = statement.executeQuery(
                "select idx_scan from pg_stat_user_indexes where indexrelname = '" + index + "'")) {
            assertThat(row.next()).as(index).isTrue();
            return row.getInt(1);
        }
    }

    @Test
    void a_tenant_finds_its_own_rows_only() {
        assertThat(bolt.value(rows(TEXT, "plan4712"))).isEqualTo("none");
        assertThat(bolt.value("select count(*) from document_search_ids(to_tsquery('simple', 'series712'), null)"))
                .isEqualTo("0");
        assertThat(Session.of(database.pool())
                        .refused("select document_search_ids(to_tsquery('simple', 'plan4712'))")
                        .state())
                .isEqualTo("RH001");
    }

    @Test
    void a_key_of_another_tenant_shows_nothing() {
        String foreign = acme.value("select document_search_ids(to_tsquery('simple', 'plan4712'))");

        assertThat(bolt.value("select count(*) from document where id = any (array['" + foreign + "'::uuid])"))
                .isEqualTo("0");
    }

    @Test
    void the_best_matches_come_first_and_the_number_can_be_limited() {
        String ids = "select count(*) from document_search_ids(to_tsquery('simple', 'series712'), %s)";

        assertThat(acme.value(ids.formatted("7"))).isEqualTo("7");
        assertThat(acme.value(ids.formatted("null"))).isEqualTo("200");
        assertThat(acme.value("select document_spec_ids('{\"series\": 712}', 1)"))
                .isEqualTo("00000000-0000-7000-8000-000000199712");
        assertThat(acme.value("select string_agg(d.title, ', ' order by found.position)"
                        + " from document_search_ids(to_tsquery('simple', 'plan8 | plan4712 | series712'), 1)"
                        + " with ordinality as found (id, position) join document as d using (id)"))
                .isEqualTo("plan4712 of series712");
        assertThat(acme.column("select document_search_ids(null)")).isEmpty();
    }

    @Test
    void a_deleted_row_is_not_found() {
        String deleted = "update document set deleted_at = now() where title = 'plan5000 of series0'";

        assertThat(acme.column(deleted, rows(TEXT, "plan5000"))).containsExactly("none");
        assertThat(acme.value(rows(TEXT, "plan5000"))).isEqualTo("plan5000 of series0");
    }

    @Test
    void nobody_else_may_search() {
        superuser.run(
                "create role " + database.ownerRole() + "_guest",
                "grant usage on schema public, rowhouse to " + database.ownerRole() + "_guest");
        try {
            assertThat(superuser
                            .refused(
                                    "set local role " + database.ownerRole() + "_guest",
                                    "select document_search_ids(null)")
                            .message())
                    .isEqualTo("permission denied for function document_search_ids");
            assertThat(acme.refused("set local role rowhouse_search").state()).isEqualTo("42501");
        } finally {
            superuser.run(
                    "drop owned by " + database.ownerRole() + "_guest", "drop role " + database.ownerRole() + "_guest");
        }
    }

    @Test
    void a_second_run_changes_nothing_and_the_table_stays_protected() {
        for (String column : List.of("search", "spec", "title")) {
            assertThat(owner.column("select * from rowhouse.make_searchable_sql('document', '" + column + "')"))
                    .isEmpty();
        }
        assertThat(owner.column("select * from rowhouse.protect_table_sql('document', soft_delete => true)"))
                .isEmpty();
    }

    @Test
    void what_was_changed_is_made_anew() {
        superuser.run(
                "alter function document_spec_ids(jsonb, integer) security invoker",
                "alter policy rowhouse_search on document using (false)",
                "drop index document_tenant_id_spec_idx");

        assertThat(owner.value("select rowhouse.make_searchable('document', 'spec')"))
                .isEqualTo("10");

        owner.run("select rowhouse.make_searchable('document', 'spec')");
        assertThat(owner.column("select * from rowhouse.make_searchable_sql('document', 'spec')"))
                .isEmpty();
        assertThat(acme.value(rows(JSON, "{\"tags\": [4712]}"))).isEqualTo("plan4712 of series712");
    }

    @Test
    void other_names_keys_and_partitions_are_served() {
        owner.run(
                "create schema \"My Shop\"",
                "create table \"My Shop\".\"Order\" (id bigint generated always as identity, tenant_id uuid,"
                        + " \"query\" jsonb, primary key (tenant_id, id)) partition by hash (tenant_id)",
                "create table \"My Shop\".order_0 partition of \"My Shop\".\"Order\" for values with (modulus 1, remainder 0)",
                "select rowhouse.protect_table('\"My Shop\".\"Order\"')",
                "select rowhouse.make_searchable('\"My Shop\".\"Order\"', 'query')");
        acme.run("insert into \"My Shop\".\"Order\" (query) values ('{\"a\": 1}'), ('{\"a\": 2}')");
        bolt.run("insert into \"My Shop\".\"Order\" (query) values ('{\"a\": 1}')");

        assertThat(acme.value("select count(*) from \"My Shop\".\"Order\""
                        + " where id = any (array(select \"My Shop\".\"Order_query_ids\"('{\"a\": 1}')))"))
                .isEqualTo("1");
        assertThat(owner.column("select * from rowhouse.make_searchable_sql('\"My Shop\".\"Order\"', 'query')"))
                .isEmpty();
    }

    @Test
    void bad_input_is_refused_with_all_findings_and_changes_nothing() {
        String before = Catalog.state(superuser);

        assertRefused(
                "'nothing', 'search'",
                "there is no table nothing on the search path (public): write the name as in SQL, with its schema, and in"
                        + " double quotes if it has capitals.");
        assertRefused(
                "'open', 'n', search_role => 'nobody_of_that_name'",
                "public.open is not protected: select rowhouse.protect_table('public.open') first.",
                "column n of public.open is of type numeric, and what can be searched is tsvector (full text; for example"
                        + " generated always as (to_tsvector('english', title)) stored), jsonb (containment) and text"
                        + " (fuzzy match).",
                "role nobody_of_that_name, to whom the search function shall belong, does not exist: create role"
                        + " nobody_of_that_name nologin.");
        assertRefused(
                "'document', 'nothing', search_role => '" + database.applicationRole() + "'",
                "public.document has no column nothing: name one of type tsvector, jsonb or text.",
                "role " + database.applicationRole()
                        + " can log in, and the search function shall belong to a role for nothing else: name another with"
                        + " search_role.",
                "role " + database.applicationRole() + " is a member of role " + database.applicationRole()
                        + " and would see the rows of all tenants: revoke " + database.applicationRole() + " from "
                        + database.applicationRole() + ".",
                "you may not give a function to role " + database.applicationRole()
                        + ": let a role that administers it run grant " + database.applicationRole() + " to "
                        + database.ownerRole() + grantSuffix() + ".");
        assertThat(Catalog.state(superuser)).isEqualTo(before);
    }

    private String grantSuffix() {
        return Integer.parseInt(superuser.value("show server_version_num")) < 160000
                ? ", and take it back when this has run"
                : " with inherit false";
    }

    private void assertRefused(String arguments, String... findings) {
        Session.Refusal refusal = owner.refused("select rowhouse.make_searchable(" + arguments + ")");

        assertThat(refusal.state()).isEqualTo("RH002");
        assertThat(refusal.message())
                .contains("searchable was refused, and nothing was changed. ")
                .contains(findings);
        assertThat(refusal.message().lines().count())
                .as(refusal.message())
                .isEqualTo(findings.length == 1 ? refusal.message().lines().count() : findings.length + 1);
    }
}
