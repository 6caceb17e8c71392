package dev.rowhouse.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowhouse.TenantContext;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {
    private static final TenantContext ACME = TenantContext.of(new UUID(0, 10));
    private static final ContextSql CONTEXT = new ContextSql("app.current_tenant_id", "app.current_actor", null, null);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1",
                "SELECT 1",
                " \t\n select 1",
                "-- a comment\nselect 1",
                "/* one /* nested */ still */ select 1",
                "with x as (select 1) select * from x",
                "insert into t values (1)",
                "update t set a = 1",
                "delete from t",
                "merge into t using s on true when matched then delete",
                "values (1)",
                "table t",
                "(select 1) union (select 2)",
                "explain analyze select 1",
                "fetch 10 from c",
                "declare c cursor for select 1",
                "execute p",
                "create table t (a int)",
                "create table t as select * from s",
                "create index i on t (a)",
                "refresh materialized view concurrently v",
                "lock table t",
                "truncate t",
                "call p()",
                "do $$ begin null; end $$",
                "set search_path = x; insert into t values (1)",
                "savepoint a; insert into t values (1)",
                "rollback to a; insert into t values (1)",
                "begin; insert into t values (1); commit",
                "; select 1",
                "discard plans; select 1",
                "start transaction; select 1",
                "create table concurrently (a int)",
                "create table t as select concurrently from s",
                "{call p()}",
                "{? = call f(?)}",
                "atomic",
                "set constraints all immediate; select 1"
            })
    void carries_the_context_in_front_of(String sql) {
        SqlText text = SqlText.of(sql);

        assertThat(text.needsContext()).isTrue();
        assertThat(text.canCarry()).isTrue();
        assertThat(text.prepared(CONTEXT, ACME))
                .isEqualTo("select pg_catalog.set_config('app.current_tenant_id', ?, true);" + sql);
        assertThat(text.prepared(CONTEXT, ACME.withActor("dana")))
                .isEqualTo("select pg_catalog.set_config('app.current_tenant_id', ?, true),"
                        + " pg_catalog.set_config('app.current_actor', ?, true);" + sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "-- nothing",
                ";",
                "set transaction isolation level serializable",
                "SET TRANSACTION READ ONLY",
                "set local transaction isolation level serializable",
                "set session transaction read only",
                "set transaction_isolation = 'serializable'",
                "set session characteristics as transaction read only",
                "/* x */ start transaction isolation level serializable",
                "begin",
                "commit",
                "end",
                "rollback",
                "abort",
                "savepoint a",
                "release savepoint a",
                "rollback to savepoint a",
                "prepare transaction 'x'",
                "commit prepared 'x'",
                "rollback prepared 'x'",
                "vacuum t",
                "-- why\n vacuum",
                "checkpoint",
                "cluster",
                "reindex table concurrently t",
                "create index concurrently i on t (a)",
                "create unique index concurrently if not exists i on t (a)",
                "drop index concurrently i",
                "alter table p detach partition c concurrently",
                "create database d",
                "drop database d",
                "create tablespace s location '/x'",
                "alter system set x = 1",
                "create subscription s connection 'x' publication p",
                "discard all",
                "reset all",
                "show all",
                "listen c",
                "deallocate all"
            })
    void lets_through_untouched(String sql) {
        assertThat(SqlText.of(sql).needsContext()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select 1|NONE",
                "begin|BEGINS",
                "begin isolation level serializable|BEGINS",
                "START TRANSACTION|BEGINS",
                "commit|ENDS",
                "commit and no chain|ENDS",
                "commit work and chain|CHAINS",
                "end|ENDS",
                "rollback|ENDS",
                "rollback and chain|CHAINS",
                "abort|ENDS",
                "prepare transaction 'x'|ENDS",
                "prepare p as select 1|NONE",
                "commit prepared 'x'|NONE",
                "rollback to a|FORGETS",
                "rollback work to savepoint a|FORGETS",
                "savepoint a|NONE",
                "set transaction read only|NONE",
                "set app.x = 'y'|FORGETS",
                "reset all|FORGETS",
                "discard all|FORGETS",
                "call p()|FORGETS",
                "do $$ begin null; end $$|FORGETS",
                "insert into t values (1); commit|ENDS",
                "begin; insert into t values (1); commit|ENDS",
                "begin; insert into t values (1)|BEGINS",
                "commit; begin; savepoint a; rollback to a|BEGINS",
                "begin; commit and chain; select 1|CHAINS",
                "select 1; select 2|FORGETS",
                "{? = call f(?)}|NONE",
                "create function f() returns int begin atomic select case when true then 1 end; select 2; end|NONE",
                "create function f() returns int begin atomic select 1; end; commit|ENDS",
                "select 'a;b'|NONE"
            })
    void knows_what_a_text_does_to_the_transaction(String sql, SqlText.Effect effect) {
        assertThat(SqlText.of(sql).effect()).isEqualTo(effect);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1;",
                "select 1; ; -- end",
                "select ';'",
                "select 'it''s; fine'",
                "select E'it\\'s; fine'",
                "select \"a;b\" from t",
                "select $$a;b$$",
                "select $tag$a;$$;b$tag$",
                "select 1 /* ; */",
                "select 1 -- ; select 2"
            })
    void sees_one_statement(String sql) {
        assertThat(SqlText.of(sql).isSeveral()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1; select 2",
                "select 1;select 2;",
                "select 'a'; select 2",
                "select $1; select 2",
                "select a$b; select $c$x$c$",
                "select 1; /* x */ select 2"
            })
    void sees_several_statements(String sql) {
        assertThat(SqlText.of(sql).isSeveral()).isTrue();
    }

    @Test
    void counts_parameters_and_leaves_operators_and_literals_alone() {
        String sql = "select ?, '?', \"?\", $$?$$, d ?? 'k', -- ?\n /* ? */ ?::text where e'\\'?' = ?";

        assertThat(SqlText.of(sql).parameters()).isEqualTo(3);
    }

    @Test
    void escapes_operators_of_a_plain_statement() {
        SqlText text = SqlText.of("select d ? 'k', d ?| array['?'], d ?? 'k'");

        assertThat(text.plain(CONTEXT, ACME))
                .endsWith(";select d ?? 'k', d ??| array['?'], d ?? 'k'")
                .startsWith("select pg_catalog.set_config");
        assertThat(text.plain(CONTEXT, ACME)).isSameAs(text.plain(CONTEXT, ACME));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select '",
                "select \"",
                "select $$",
                "select $a$ $b$",
                "/*",
                "--",
                "select e'\\",
                "$",
                "select $"
            })
    void survives_a_text_that_never_ends(String sql) {
        assertThat(SqlText.of(sql).isSeveral()).isFalse();
    }

    @Test
    void does_not_carry_where_the_protocol_has_no_room_for_more_parameters() {
        String fits = "select " + "?,".repeat(65_532) + "?";
        String full = "select " + "?,".repeat(65_533) + "?";

        assertThat(SqlText.of(fits).canCarry()).isTrue();
        assertThat(SqlText.of(full).canCarry()).isFalse();
        assertThat(SqlText.of(full).needsContext()).isTrue();
    }

    @Test
    void remembers_texts_and_forgets_them_all_when_there_are_too_many() {
        SqlTexts texts = new SqlTexts();
        SqlText first = texts.of("select 1");

        assertThat(texts.of("select 1")).isSameAs(first);
        for (int i = 0; i < 5_000; i++) {
            texts.of("select " + i + " as x");
        }

        assertThat(texts.of("select 1")).isNotSameAs(first);
    }
}
