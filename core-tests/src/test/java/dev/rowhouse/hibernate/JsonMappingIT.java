package dev.rowhouse.hibernate;

import static dev.rowhouse.hibernate.Hibernate.ACME;
import static dev.rowhouse.hibernate.Hibernate.id;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import dev.rowhouse.testkit.RowhouseDatabase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Records and JSON trees in jsonb columns, with what Hibernate and Jackson bring. */
class JsonMappingIT {
    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension
    static final RowhouseDatabase database =
            RowhouseDatabase.builder().setUp(JsonMappingIT::createTable).build();

    private static SessionFactory factory;

    /** A record as a component of an entity. */
    record Contract(String party, BigDecimal amount, LocalDate until, Instant signed, List<Clause> clauses) {}

    record Clause(int number, @Nullable String text) {}

    @Entity(name = "Deal")
    @Table(name = "deal")
    static class Deal extends TenantEntity {
        @JdbcTypeCode(SqlTypes.JSON)
        @Nullable
        Contract contract;

        @JdbcTypeCode(SqlTypes.JSON)
        @Column(name = "details")
        @Nullable
        JsonNode details;
    }

    private static final Contract CONTRACT = new Contract(
            "bolt",
            new BigDecimal("10.50"),
            LocalDate.of(2027, 1, 31),
            Instant.parse("2026-11-21T15:00:00.123456Z"),
            List.of(new Clause(1, "pay"), new Clause(2, null)));

    private static void createTable(RowhouseDatabase database) {
        Hibernate.run(
                database.owner(),
                "create table deal (tenant_id uuid, id uuid, contract jsonb, details jsonb, version bigint not null,"
                        + " primary key (tenant_id, id))",
                "select rowhouse.protect_table('deal', soft_delete => true)");
    }

    @BeforeAll
    static void start() {
        factory = Hibernate.start(database.dataSource(), Deal.class);
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @BeforeEach
    void begin() {
        Hibernate.run(database.superuser(), "truncate deal");
    }

    private static <T> T call(Function<Session, T> work) {
        return TenantContext.of(ACME).call(() -> factory.fromTransaction(work));
    }

    private static void run(Consumer<Session> work) {
        TenantContext.of(ACME).run(() -> factory.inTransaction(work));
    }

    private static Deal saved(@Nullable Contract contract, @Nullable JsonNode details) {
        Deal deal = new Deal();
        deal.contract = contract;
        deal.details = details;
        run(session -> session.persist(deal));
        return deal;
    }

    private static Deal read(Deal deal) {
        return call(session -> session.find(Deal.class, id(deal)));
    }

    private static List<String> rows(String sql) {
        return Hibernate.read(database.superuser(), sql);
    }

    @Test
    void a_record_comes_back_as_it_was_and_is_jsonb_in_the_database() {
        Deal deal = saved(CONTRACT, null);

        assertThat(read(deal).contract).isEqualTo(CONTRACT);
        assertThat(rows("select format('%s %s %s %s', jsonb_typeof(contract), contract->>'party', contract->>'amount',"
                        + " contract->'clauses'->0->>'text') from deal"))
                .containsExactly("object bolt 10.50 pay");
    }

    @Test
    void a_tree_comes_back_as_it_was() {
        JsonNode tree = JSON.readTree("{\"a\": [1, 2.5, \"x\", null, true], \"b\": {\"c\": 12345678901}}");
        Deal deal = saved(null, tree);

        assertThat(read(deal).details).isEqualTo(tree);
        assertThat(rows("select details->'b'->>'c' from deal")).containsExactly("12345678901");
    }

    @Test
    void nothing_is_null_in_the_database_and_json_null_is_json() {
        Deal nothing = saved(null, null);
        Deal jsonNull = saved(null, JsonNodeFactory.instance.nullNode());

        assertThat(
                        rows(
                                "select coalesce(details::text, 'NULL') || coalesce(contract::text, 'NULL') from deal order by 1"))
                .containsExactly("NULLNULL", "nullNULL");
        assertThat(read(nothing).details).isNull();
        assertThat(read(nothing).contract).isNull();
        assertThat(read(jsonNull).details).isEqualTo(JsonNodeFactory.instance.nullNode());
    }

    @Test
    void a_change_inside_a_tree_is_written() {
        Deal deal = saved(null, JSON.readTree("{\"a\": {\"b\": 1}, \"list\": [1]}"));

        run(session -> {
            Deal found = session.find(Deal.class, id(deal));
            ((ObjectNode) requireNonNull(found.details).get("a")).put("b", 2);
        });
        run(session -> {
            Deal found = session.find(Deal.class, id(deal));
            requireNonNull(found.details).withArray("list").add(2);
        });

        assertThat(rows("select format('%s %s', details, version) from deal"))
                .containsExactly("{\"a\": {\"b\": 2}, \"list\": [1, 2]} 2");
    }

    @Test
    void a_changed_record_is_written() {
        Deal deal = saved(CONTRACT, null);

        run(session -> session.find(Deal.class, id(deal)).contract =
                new Contract("carl", CONTRACT.amount(), CONTRACT.until(), CONTRACT.signed(), List.of()));

        assertThat(rows("select format('%s %s', contract->>'party', version) from deal"))
                .containsExactly("carl 1");
    }

    @Test
    void what_is_not_changed_is_not_written() {
        Deal deal = saved(CONTRACT, JSON.readTree("{\"b\": 1, \"a\": [10.50, 1e2, 1.0]}"));

        run(session -> {
            Deal found = session.find(Deal.class, id(deal));
            assertThat(requireNonNull(found.details).get("b").intValue()).isEqualTo(1);
            session.flush();
        });

        assertThat(rows("select version from deal")).containsExactly("0");
    }

    @Test
    void numbers_of_any_java_type_are_not_written_twice() {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("long", 5L)
                .put("short", (short) 5)
                .put("float", 0.5f)
                .put("decimal", new BigDecimal("10.50"))
                .put("bytes", new byte[] {1, 2});
        run(session -> {
            Deal deal = new Deal();
            deal.details = tree;
            session.persist(deal);
            session.flush();
            session.flush();
        });

        assertThat(rows("select version from deal")).containsExactly("0");
    }

    @Test
    void a_merge_of_the_same_content_is_not_written() {
        Deal deal = saved(
                null, JSON.createObjectNode().put("long", 5L).put("float", 0.1f).put("other", "x"));

        run(session -> session.merge(deal));

        assertThat(rows("select version from deal")).containsExactly("0");
    }
}
