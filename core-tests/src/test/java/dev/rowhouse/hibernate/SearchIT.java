package dev.rowhouse.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rowhouse.RowhouseException;
import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Root;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.exception.SQLGrammarException;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Full text, JSON and fuzzy match in HQL and criteria, on 200,000 rows, half of them one tenant's. */
class SearchIT {
    private static final UUID ACME = UUID.fromString("00000000-0000-4000-8000-000000000000");
    private static final UUID BOLT = UUID.fromString("00000000-0000-4000-8000-000000000001");

    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().setUp(SearchIT::createTables).build();

    private static final Deque<String> statements = new ConcurrentLinkedDeque<>();

    private static SessionFactory factory;

    @Entity(name = "Document")
    @Table(name = "document")
    static class Document extends TenantEntity {
        String title = "";

        @JdbcTypeCode(SqlTypes.JSON)
        @Nullable
        JsonNode spec;
    }

    @Entity(name = "Remark")
    @Table(name = "remark")
    static class Remark extends TenantEntity {
        String text = "";

        @ManyToOne(fetch = FetchType.LAZY)
        @Nullable
        Document document;
    }

    private static void createTables(RowhouseDatabase database) {
        Hibernate.run(
                database.superuser(),
                "create extension btree_gin",
                "create extension pg_trgm",
                "do $$ begin create role rowhouse_search nologin;"
                        + " exception when duplicate_object or unique_violation then end $$",
                "do $$ begin execute 'grant rowhouse_search to " + database.ownerRole()
                        + "' || case when current_setting('server_version_num')::int < 160000 then ''"
                        + " else ' with inherit false' end; end $$");
        Hibernate.run(
                database.owner(),
                "create table document (id uuid primary key, tenant_id uuid, title text, spec jsonb,"
                        + " search tsvector generated always as (to_tsvector('simple', title)) stored,"
                        + " version bigint not null default 0)",
                "insert into document (id, tenant_id, title, spec) select"
                        + " ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid,"
                        + " ('00000000-0000-4000-8000-' || lpad((i % 2 * (1 + i % 20))::text, 12, '0'))::uuid,"
                        + " format('plan%s of series%s', i, i % 1000),"
                        + " jsonb_build_object('series', i % 1000, 'tags', jsonb_build_array('even', i),"
                        + " 'owner', jsonb_build_object('name', 'kim' || i))"
                        + " from generate_series(1, 200000) as i",
                "create table remark (id uuid primary key, tenant_id uuid, text text, document_id uuid,"
                        + " version bigint not null default 0)",
                "insert into remark (id, tenant_id, text, document_id) select id, tenant_id, 'on ' || title, id"
                        + " from document where title like 'plan471%'",
                "select rowhouse.protect_table('document', soft_delete => true)",
                "select rowhouse.protect_table('remark', soft_delete => true)",
                "select rowhouse.make_searchable('document', 'search')",
                "select rowhouse.make_searchable('document', 'spec')",
                "select rowhouse.make_searchable('document', 'title')",
                "analyze document");
    }

    @BeforeAll
    static void start() {
        factory = Hibernate.start(
                database.dataSource(),
                Map.of(JdbcSettings.STATEMENT_INSPECTOR, (StatementInspector) SearchIT::note),
                Document.class,
                Remark.class);
    }

    private static String note(String sql) {
        statements.add(sql);
        return sql;
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    private static <T> T call(UUID tenant, Function<Session, T> work) {
        return TenantContext.of(tenant).call(() -> factory.fromTransaction(work));
    }

    private static List<String> titles(Session session, String condition, Map<String, ?> parameters) {
        var query = session.createQuery(
                "select d.title from Document d where " + condition + " order by d.title", String.class);
        parameters.forEach(query::setParameter);
        return query.getResultList();
    }

    private static List<String> titles(UUID tenant, String condition, Map<String, ?> parameters) {
        return call(tenant, session -> titles(session, condition, parameters));
    }

    @Test
    void the_application_is_an_ordinary_role() {
        assertThat(Hibernate.read(
                        database.pool(),
                        "select format('%s %s', rolsuper, rolbypassrls) from pg_roles where rolname = current_user"))
                .containsExactly("f f");
    }

    // ---- through the index

    @Test
    void each_search_finds_what_the_function_of_the_same_family_finds_row_by_row() {
        for (List<String> pair : List.of(
                List.of(
                        "text_search(d, 'search', 'simple', :q)",
                        "text_matches(d, 'search', 'simple', :q)",
                        "series712"),
                List.of("json_search(d.spec, :q)", "json_contains(d.spec, :q)", "{\"series\": 712}"))) {
            Map<String, String> query = Map.of("q", pair.get(2));

            assertThat(titles(ACME, pair.get(0), query))
                    .hasSize(200)
                    .contains("plan4712 of series712")
                    .isEqualTo(titles(ACME, pair.get(1), query));
        }
        assertThat(titles(ACME, "fuzzy_search(d.title, :q)", Map.of("q", "pln199712")))
                .contains("plan199712 of series712")
                .isEqualTo(titles(ACME, "fuzzy_matches(d.title, :q)", Map.of("q", "pln199712")));
    }

    @Test
    void each_search_uses_its_index_however_often_it_runs() {
        String plan4712 = "plan4712 of series712";
        assertThat(scansOf("document_tenant_id_search_idx", "text_search(d, 'search', 'simple', 'plan4712')", plan4712))
                .isEqualTo(12);
        assertThat(scansOf("document_tenant_id_spec_idx", "json_search(d.spec, '{\"tags\": [4712]}')", plan4712))
                .isEqualTo(12);
        assertThat(scansOf("document_tenant_id_title_idx", "fuzzy_search(d.title, 'plan4712')", plan4712))
                .isEqualTo(12);
    }

    /**
     * Counts how often a query that runs twelve times, past the point where PostgreSQL plans for any value, looks into an
     * index. A session reports what it counted when it is told to.
     */
    private static int scansOf(String index, String condition, String found) {
        return TenantContext.of(ACME).call(() -> {
            try (Session session = factory.openSession()) {
                int before = session.doReturningWork(connection -> scans(connection, index));
                for (int i = 0; i < 12; i++) {
                    assertThat(titles(session, condition, Map.of())).contains(found);
                }
                return session.doReturningWork(connection -> scans(connection, index)) - before;
            }
        });
    }

    private static int scans(Connection connection, String index) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_stat_force_next_flush()");
            try (ResultSet row = statement.executeQuery(
                    "select idx_scan from pg_stat_user_indexes where indexrelname = '" + index + "'")) {
                assertThat(row.next()).as(index).isTrue();
                return row.getInt(1);
            }
        }
    }

    @Test
    void the_plan_goes_from_the_index_to_the_key() {
        List<String> plan = call(ACME, session -> {
            titles(session, "text_search(d, 'search', 'simple', 'plan4712')", Map.of());
            return session.doReturningWork(connection -> plan(connection, statements.getLast()));
        });

        assertThat(statements.getLast())
                .contains("d1_0.id = any (array(select \"document_search_ids\"("
                        + "websearch_to_tsquery(cast('simple' as regconfig), 'plan4712'))))");
        assertThat(String.join("\n", plan))
                .containsPattern("Index Cond: \\(.*id = ANY \\((\\$\\d|\\(InitPlan \\d\\)\\.col1)\\)\\)")
                .doesNotContain("Seq Scan");
    }

    @Test
    void row_by_row_functions_go_without_the_index() {
        List<String> plan = call(ACME, session -> {
            titles(session, "text_matches(d, 'search', 'simple', 'plan4712')", Map.of());
            return session.doReturningWork(connection -> plan(connection, statements.getLast()));
        });

        assertThat(plan)
                .anyMatch(line -> line.contains("Filter:") && line.contains("@@"))
                .noneMatch(line -> line.contains("Cond:") && line.contains("@@"));
    }

    private static List<String> plan(Connection connection, String sql) throws SQLException {
        try (PreparedStatement explain = connection.prepareStatement("explain (costs off) " + sql)) {
            explain.setObject(1, ACME);
            try (ResultSet rows = explain.executeQuery()) {
                List<String> lines = new ArrayList<>();
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
                return lines;
            }
        }
    }

    @Test
    void a_tenant_finds_its_own_rows_only() {
        assertThat(titles(BOLT, "text_search(d, 'search', 'simple', :q)", Map.of("q", "plan4712")))
                .isEmpty();
        assertThat(titles(BOLT, "json_search(d.spec, :q)", Map.of("q", "{\"tags\": [4712]}")))
                .isEmpty();
        assertThat(titles(BOLT, "fuzzy_search(d.title, :q)", Map.of("q", "plan4712")))
                .doesNotContain("plan4712 of series712");
        assertThat(titles(BOLT, "json_contains(d.spec, :q)", Map.of("q", "{\"tags\": [4712]}")))
                .isEmpty();
    }

    @Test
    void a_deleted_row_is_not_found() {
        List<List<String>> found = call(ACME, session -> {
            List<String> before = titles(session, "text_search(d, 'search', 'simple', 'plan5000')", Map.of());
            session.createQuery("from Document where title = 'plan5000 of series0'", Document.class)
                    .getResultList()
                    .forEach(session::remove);
            session.flush();
            return List.of(
                    before,
                    titles(session, "text_search(d, 'search', 'simple', 'plan5000')", Map.of()),
                    titles(session, "text_matches(d, 'search', 'simple', 'plan5000')", Map.of()),
                    titles(session, "json_search(d.spec, :q)", Map.of("q", "{\"tags\": [5000]}")));
        });

        assertThat(found).containsExactly(List.of("plan5000 of series0"), List.of(), List.of(), List.of());
    }

    @Test
    void rank_orders_and_a_limit_keeps_the_best() {
        String query = "select d.title from Document d where text_search(d, 'search', 'simple', :q, :max)"
                + " order by text_rank(d, 'search', 'simple', :q) desc, d.title";

        List<String> best = call(
                ACME,
                session -> session.createQuery(query, String.class)
                        .setParameter("q", "plan8 or plan4712 or series712")
                        .setParameter("max", 1)
                        .getResultList());
        List<String> all = call(
                ACME,
                session -> session.createQuery(query, String.class)
                        .setParameter("q", "plan8 or plan4712 or series712")
                        .setParameter("max", 1000)
                        .getResultList());
        List<String> fuzzy = call(
                ACME,
                session -> session.createQuery(
                                "select d.title from Document d where fuzzy_search(d.title, :q)"
                                        + " order by fuzzy_rank(d.title, :q) desc, d.title",
                                String.class)
                        .setParameter("q", "plan199712")
                        .setMaxResults(1)
                        .getResultList());

        assertThat(best).containsExactly("plan4712 of series712");
        assertThat(all)
                .hasSize(201)
                .startsWith("plan4712 of series712")
                .contains("plan712 of series712", "plan8 of series8");
        assertThat(fuzzy).containsExactly("plan199712 of series712");
    }

    @Test
    void conditions_combine_and_apply_afterwards() {
        assertThat(titles(
                        ACME,
                        "text_search(d, 'search', 'simple', :q, null) and json_search(d.spec, :part)"
                                + " and not text_search(d, 'search', 'simple', 'plan4712') and d.title like 'plan47%'",
                        Map.of("q", "series712", "part", "{\"series\": 712}")))
                .containsExactly("plan47712 of series712");
    }

    // ---- other places in a query

    @Test
    void joined_entities_are_searched() {
        String text = "select r.text from Remark r join r.document d where text_search(d, 'search', 'simple', :q)";
        String json = "select text from Remark where json_search(document.spec, :q)";
        String entity = "select text from Remark where text_search(document, 'search', 'simple', :q)";

        assertThat(texts(text, "plan4712")).containsExactly("on plan4712 of series712");
        assertThat(texts(entity, "plan4712")).containsExactly("on plan4712 of series712");
        assertThat(texts(json, "{\"tags\": [4712]}")).containsExactly("on plan4712 of series712");
    }

    private static List<String> texts(String hql, String query) {
        return call(
                ACME,
                session -> session.createQuery(hql, String.class)
                        .setParameter("q", query)
                        .getResultList());
    }

    @Test
    void criteria_search_too() {
        List<String> found = call(ACME, session -> {
            HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
            CriteriaQuery<String> query = builder.createQuery(String.class);
            Root<Document> document = query.from(Document.class);
            query.select(document.get("title"))
                    .where(
                            builder.isTrue(builder.function(
                                    "text_search",
                                    Boolean.class,
                                    document,
                                    builder.literal("search"),
                                    builder.literal("simple"),
                                    builder.literal("series712 plan4712"))),
                            builder.isTrue(builder.function(
                                    "json_contains",
                                    Boolean.class,
                                    document.get("spec"),
                                    builder.literal("{\"tags\": [4712]}"))));
            return session.createQuery(query).getResultList();
        });

        assertThat(found).containsExactly("plan4712 of series712");
    }

    @Test
    void bulk_updates_search_too() {
        int updated = call(ACME, session -> {
            int rows = session.createMutationQuery(
                            "update Document d set d.title = 'new' where text_search(d, 'search', 'simple', :q)")
                    .setParameter("q", "plan6000")
                    .executeUpdate();
            session.createMutationQuery(
                            "update Document d set d.title = 'plan6000 of series0' where json_search(d.spec, :q)")
                    .setParameter("q", "{\"tags\": [6000]}")
                    .executeUpdate();
            return rows;
        });

        assertThat(updated).isEqualTo(1);
        assertThat(titles(ACME, "text_search(d, 'search', 'simple', 'plan6000')", Map.of()))
                .containsExactly("plan6000 of series0");
    }

    @Test
    void headlines_and_texts_at_a_path_are_selected() {
        Object[] row = call(
                ACME,
                session -> session.createQuery(
                                "select text_headline(d.title, 'simple', :q),"
                                        + " text_headline(d.title, 'simple', :q, 'StartSel=<mark>, StopSel=</mark>'),"
                                        + " json_text(d.spec, 'owner', 'name'), json_text(d.spec, 'tags', '1'),"
                                        + " json_text(d.spec, 'nothing')"
                                        + " from Document d where text_search(d, 'search', 'simple', :q)"
                                        + " and json_text(d.spec, 'owner', 'name') = 'kim4712'"
                                        + " and cast(json_text(d.spec, 'series') as Integer) > 700",
                                Object[].class)
                        .setParameter("q", "plan4712")
                        .getSingleResult());

        assertThat(row)
                .containsExactly(
                        "<b>plan4712</b> of series712", "<mark>plan4712</mark> of series712", "kim4712", "4712", null);
    }

    // ---- bad input

    private static Throwable refused(String condition) {
        return catchThrowable(() -> titles(ACME, condition, Map.of()));
    }

    @Test
    void an_index_function_that_is_missing_is_named() {
        assertThat(refused("fuzzy_search(d, 'search', 'plan')"))
                .isInstanceOf(SQLGrammarException.class)
                .hasMessageContaining(
                        "Searching column search of table document through its index: the database has no function"
                                + " document_search_ids that takes a text on the search path. Let the owner of the table run"
                                + " rowhouse.make_searchable, and take text_search for a column of type tsvector, json_search for"
                                + " jsonb, fuzzy_search for text.");
        assertThat(refused("text_search(d, 'missing', 'simple', 'plan', 5)"))
                .isInstanceOf(SQLGrammarException.class)
                .hasMessageContaining("the database has no function document_missing_ids that takes a tsquery");
        assertThat(refused("text_search(d, 'search', 'klingon', 'plan')"))
                .hasMessageContaining("text search configuration \"klingon\" does not exist");
    }

    @Test
    void columns_cannot_be_injected() {
        for (String name : List.of("search_ids(null) --", "a\"b", "a b", "")) {
            assertThat(refused("text_search(d, '" + name + "', 'simple', 'plan')"))
                    .as(name)
                    .isInstanceOf(RowhouseException.class)
                    .hasMessage(
                            "Calling text_search in a query: the name of the column is no plain identifier. Give it"
                                    + " letters, digits, underscores and dollar signs only, or map the column and give the attribute.");
        }
        assertThatThrownBy(() -> titles(ACME, "text_search(d, :column, 'simple', 'plan')", Map.of("column", "search")))
                .isInstanceOf(RowhouseException.class)
                .hasMessage(
                        "Calling text_search in a query: the name of the column is no literal. Write it into the query, in"
                                + " single quotes, or give an attribute instead of entity and column.");
        assertThat(titles(ACME, "text_search(d, 'search', 'simple', :q)", Map.of("q", "') or true --")))
                .isEmpty();
    }

    @Test
    void arguments_that_do_not_fit_are_refused() {
        assertThat(refused("text_search(lower(d.title), 'simple', 'plan')"))
                .isInstanceOf(RowhouseException.class)
                .hasMessage(
                        "Calling text_search in a query: its first argument is no attribute with a column of its own. Give"
                                + " it such an attribute, or an entity and the name of a column that it does not map.");
        assertThat(refused("text_search(d.title, 'simple')"))
                .isInstanceOf(RowhouseException.class)
                .hasMessage("Calling text_search in a query: behind the column it has 1 argument. Give it 2 to 3.");
        assertThat(refused("json_contains(d.spec, '{}', '{}')"))
                .isInstanceOf(RowhouseException.class)
                .hasMessage("Calling json_contains in a query: behind the column it has 2 arguments. Give it 1.");
        assertThat(refused("json_contains(d.spec, 'no json')"))
                .hasMessageContaining("invalid input syntax for type json");
    }
}
