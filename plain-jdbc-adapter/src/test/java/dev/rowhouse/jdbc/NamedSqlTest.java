package dev.rowhouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedSqlTest {
    @Test
    void names_become_question_marks_in_their_order() {
        NamedSql sql = NamedSql.of("select :a + :b_2, :a");

        assertThat(sql.sql()).isEqualTo("select ? + ?, ?");
        assertThat(sql.names()).containsExactly("a", "b_2");
        assertThat(sql.parameters()).containsExactly(0, 1, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select '2026-01-01'::date, x::text",
                "select ':no', 'it''s :no', E'\\':no', U&':no'",
                "select \":no\", \"a\"\":no\"",
                "select $$ :no $$, $tag$ :no $$ :no $tag$",
                "select 1 -- :no\n, 2",
                "select 1 /* :no /* :no */ :no */, 2",
                "select a[1:2], a[lo:hi], a[f(1):n], a[b[1]:n]",
                "select f(x := 1)",
                "select $1, a$b$c",
                "select 1 where now() > '10:30' and 'x' = ':y'",
            })
    void everything_else_with_a_colon_is_left_alone(String text) {
        NamedSql sql = NamedSql.of(text);

        assertThat(sql.sql()).isEqualTo(text);
        assertThat(sql.names()).isEmpty();
    }

    @Test
    void a_cast_may_follow_a_name() {
        assertThat(NamedSql.of("select :a::text, (:b)::jsonb, :c:: int").sql())
                .isEqualTo("select ?::text, (?)::jsonb, ?:: int");
    }

    @Test
    void parameters_are_found_in_brackets_too() {
        assertThat(NamedSql.of("select a[:i], a[1 : :hi], a[:lo::int:2], array[:x, :y], array[case when :z then 1 end]")
                        .sql())
                .isEqualTo("select a[?], a[1 : ?], a[?::int:2], array[?, ?], array[case when ? then 1 end]");
        assertThat(NamedSql.of("select array(select x from t where y = :y), a[(select max(i) from t where j = :j)]")
                        .names())
                .containsExactly("y", "j");
    }

    @Test
    void a_question_mark_is_an_operator_which_the_driver_wants_twice() {
        assertThat(NamedSql.of("select a ? 'x', a ?| :b, a ?& c, a @? :d, a ?? e, '?', \"?\", $$?$$ -- ?")
                        .sql())
                .isEqualTo("select a ?? 'x', a ??| ?, a ??& c, a @?? ?, a ?? e, '?', \"?\", $$?$$ -- ?");
    }

    @Test
    void names_end_where_they_end() {
        assertThat(NamedSql.of("select :a,:b;").sql()).isEqualTo("select ?,?;");
        assertThat(NamedSql.of("select :größe+:x").names()).containsExactly("größe", "x");
        assertThat(NamedSql.of("select ':a' || :a || \":a\"").sql()).isEqualTo("select ':a' || ? || \":a\"");
    }

    @Test
    void a_text_that_ends_early_is_left_to_the_database() {
        for (String text :
                List.of("select 'a", "select \"a", "select $$a", "select /* a", "select a[1", "select :", "")) {
            assertThat(NamedSql.of(text).sql()).isEqualTo(text);
        }
    }

    @Test
    void a_name_alone_in_the_list_of_an_in_is_noticed() {
        NamedSql sql = NamedSql.of("select 1 where a in (:a) and b NOT IN ( /* c */ :b, 2) and c = any(:c)"
                + " and d in (select x from t where y = any(:d) and :e = z) and f in (coalesce(:f, 1))");

        assertThat(sql.names().stream().filter(name -> sql.isInList(sql.names().indexOf(name))))
                .containsExactly("a", "b");
    }

    @Test
    void returning_is_written_at_the_end_before_the_semicolon() {
        assertThat(NamedSql.of("insert into t values (1)").returning(List.of("id", "createdAt")))
                .isEqualTo("insert into t values (1)\nreturning id, \"createdAt\"");
        assertThat(NamedSql.of("insert into t values (1); -- done").returning(List.of("id")))
                .isEqualTo("insert into t values (1)\nreturning id");
        assertThat(NamedSql.of("insert into t values (1) -- done").returning(List.of("id")))
                .isEqualTo("insert into t values (1) -- done\nreturning id");
        assertThat(NamedSql.of("with x as (delete from t returning a) insert into u select a from x")
                        .returning(List.of("id")))
                .endsWith("\nreturning id");
    }

    @Test
    void returning_is_not_written_twice_nor_behind_several_statements() {
        assertThatThrownBy(() ->
                        NamedSql.of("insert into t values (1) RETURNING id").returning(List.of("id")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("it has one already. Call map(...)");
        assertThatThrownBy(
                        () -> NamedSql.of("insert into t values (1); select 2").returning(List.of("id")))
                .hasMessageContaining("the text holds several. Run them one by one");
    }

    @Test
    void a_name_is_json_if_it_is_cast_to_it_wherever_it_stands() {
        assertThat(NamedSql.of("select :a::jsonb, :a ::\nJSON").isJson(0)).isTrue();
        for (String text : List.of(
                "select :a::jsonb, :a",
                "select :a::jsonb[]",
                "select :a::jsonb []",
                "select :a::jsonbx",
                "select :a::json$",
                "select :a::text::jsonb",
                "select :a")) {
            assertThat(NamedSql.of(text).isJson(0)).as(text).isFalse();
        }
    }

    @Test
    void intervals_are_cast() {
        BitSet second = new BitSet();
        second.set(1);

        NamedSql sql = NamedSql.of("select :a - :b, :b");

        assertThat(sql.sql(second)).isEqualTo("select ? - ?::interval, ?::interval");
        assertThat(sql.sql(new BitSet())).isEqualTo("select ? - ?, ?");
    }

    @Test
    void more_parameters_than_the_protocol_has_room_for_are_refused_before_the_database() {
        String most = names(65_535);

        assertThat(NamedSql.of(most).parameters()).hasSize(65_535);
        assertThatThrownBy(() -> NamedSql.of(names(70_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Preparing a statement: it has 70000 parameters, and PostgreSQL takes at most 65535."
                        + " Bind a list as one array, \"= any(:ids)\" or \"unnest(:ids)\", or send the rows with"
                        + " batch(...).");
    }

    private static String names(int count) {
        return IntStream.range(0, count).mapToObj(i -> ":p" + i).collect(Collectors.joining(",", "values (", ")"));
    }

    @Test
    void texts_are_remembered_up_to_a_bound() {
        NamedSql.Cache cache = new NamedSql.Cache();
        NamedSql first = cache.of("select :a");

        assertThat(cache.of("select :a")).isSameAs(first);

        for (int i = 0; i < 5_000; i++) {
            cache.of("select " + i);
        }
        assertThat(cache.size()).isLessThanOrEqualTo(2_048);
        assertThat(cache.of("select :a").sql()).isEqualTo("select ?");
    }
}
