package dev.rowhouse.peers;

import static dev.rowhouse.peers.SqlShape.Shape.read;
import static dev.rowhouse.peers.SqlShape.Shape.write;

import java.util.List;

/** Statements of many shapes that reach the victim's document where nothing but the library keeps tenants apart. */
final class SqlShape {
    /** Shapes, read and written by the id or by the condition that is always true. */
    static final List<Shape> ALL = List.of(
            read("select all", "select title from document"),
            read("by id", "select title from document where id = '{document}'"),
            read("lower-case alias", "select d.title from document d where d.id = '{document}'"),
            read("quoted name", "select title from \"document\" where id = '{document}'"),
            read("schema-qualified", "select title from public.document where id = '{document}'"),
            read("only", "select title from only document"),
            read("or true", "select title from document where title = 'none' or 1 = 1"),
            read("or at the end", "select title from document where id = '{own}' or id = '{document}'"),
            read("comment at the end", "select title from document where id = '{document}' -- and 1 = 0"),
            read("block comment", "select title /* from tag */ from document"),
            read("sub-select in from", "select x.title from (select title from document) x"),
            read("sub-select in the list", "select (select min(d.title) from document d where d.id = '{document}')"),
            read(
                    "sub-select in where",
                    "select title from document where id in (select document_id from note where title <> '')"),
            read(
                    "exists",
                    "select d.title from document d where exists (select 1 from note n where n.document_id = d.id)"),
            read("CTE", "with d as (select title from document) select title from d"),
            read("CTE, materialized", "with d as materialized (select title from document) select title from d"),
            read(
                    "nested CTE",
                    "with a as (with b as (select title from document) select title from b) select title from a"),
            read(
                    "recursive CTE",
                    "with recursive d(title, depth) as (select title, 1 from document union all select title, depth + 1"
                            + " from d where depth < 2) select title from d"),
            read("union", "select title from tag union select title from document"),
            read("union all", "select 'x' union all select title from document"),
            read("intersect", "select title from document intersect select title from note"),
            read("except", "select title from document except select 'x'"),
            read("inner join", "select n.title from document d join note n on n.document_id = d.id"),
            read("left join", "select d.title from tag t left join document d on true"),
            read("right join", "select d.title from tag t right join document d on d.id = t.id"),
            read("full join", "select d.title from tag t full join document d on d.id = t.id"),
            read("cross join", "select d.title from tag t cross join document d"),
            read("comma join", "select d.title from tag t, document d"),
            read("natural join", "select title from document natural join (select 1 as one) x"),
            read("join using", "select d.title from document d join note n using (title)"),
            read(
                    "lateral",
                    "select x.title from (select 1) one cross join lateral (select d.title from document d limit 5) x"),
            read("window", "select first_value(title) over (order by title desc) from document"),
            read("aggregate", "select string_agg(title, ',') from document"),
            read("group by, having", "select title from document group by title having count(*) > 0"),
            read("grouping sets", "select max(title) from document group by grouping sets ((id), ())"),
            read("distinct on", "select distinct on (id) title from document"),
            read("order by and limit", "select title from document order by title desc limit 1"),
            read("for update", "select title from document for update"),
            read("case", "select case when d.title = '' then '' else d.title end from document d"),
            read("values and join", "select d.title from (values (1)) v(x) join document d on v.x = 1"),
            read("table command", "table document"),
            read("tablesample", "select title from document tablesample system (100)"),
            read("row to JSON", "select cast(row_to_json(d) as text) from document d"),
            read("JSON aggregate", "select cast(json_agg(d) as text) from document d"),
            read("array constructor", "select array_to_string(array(select title from document), ',')"),
            read(
                    "SQL in a function: query_to_xml",
                    "select cast(query_to_xml('select title from document', true, false, '') as text)"),
            read("table_to_xml", "select cast(table_to_xml('document', true, false, '') as text)"),
            read(
                    "ts_stat",
                    "select word from ts_stat('select cast(array_to_tsvector(array[title]) as tsvector) from document')"),
            read("function of the invoker", "select all_titles()"),
            read("function in from", "select t from all_titles() t"),
            read("view of the invoker", "select title from document_view"),
            read("update returning", "update document set body = 'x' returning title"),
            read("delete returning", "delete from note returning title"),
            read(
                    "insert returning a sub-select",
                    "insert into tag (id, tenant_id, title, version) values (gen_random_uuid(), '{tenant}', 'x', 0)"
                            + " returning (select max(title) from document where id = '{document}')"),
            read(
                    "insert select returning",
                    "insert into tag (id, tenant_id, title, version) select gen_random_uuid(), '{tenant}', title, 0 from document"
                            + " returning title"),
            read(
                    "update in a CTE",
                    "with u as (update document set body = 'hacked' returning title) select title from u"),
            read("delete in a CTE", "with u as (delete from note returning title) select title from u"),
            write("update all", "update document set title = 'hacked'"),
            write("update by id", "update document set title = 'hacked' where id = '{document}'"),
            write("update from", "update document d set title = n.title || '!' from note n where n.document_id = d.id"),
            write(
                    "update by sub-select",
                    "update document set title = 'hacked' where id in (select document_id from note)"),
            write("update of a row", "update document set (title, body) = (select 'hacked', 'x')"),
            write("delete all", "delete from note"),
            write("delete by id", "delete from note where id = '{note}'"),
            write("delete using", "delete from note n using document d where d.id = n.document_id"),
            write(
                    "upsert over the row",
                    "insert into document (id, tenant_id, title, version) values ('{document}', '{tenant}', 'hacked', 0)"
                            + " on conflict (id) do update set title = 'hacked'"),
            write(
                    "merge, matched",
                    "merge into document d using (select 1) s on d.id = '{document}' when matched then update set"
                            + " title = 'hacked'"),
            write("merge, delete", "merge into note n using (select 1) s on n.id = '{note}' when matched then delete"),
            write("do block", "do $$ begin update document set title = 'hacked'; end $$"),
            read("function that writes", "select retitle_all('hacked')"),
            write("truncate", "truncate note"),
            write(
                    "stacked statements",
                    "update tag set title = title where false; update document set title = 'hacked'"),
            write(
                    "prepare and execute",
                    "prepare hack as update document set title = 'hacked'; execute hack; deallocate hack"),
            write("lock and update", "lock table document in row exclusive mode; update document set title = 'hacked'"),
            read("cursor", "declare c cursor for select title from document; fetch all from c"));

    private SqlShape() {}

    /**
     * A statement.
     *
     * @param name the shape
     * @param sql the statement, with names in braces for what the attempt knows
     * @param rows whether it returns rows
     */
    record Shape(String name, String sql, boolean rows) {
        static Shape read(String name, String sql) {
            return new Shape(name, sql, true);
        }

        static Shape write(String name, String sql) {
            return new Shape(name, sql, false);
        }

        String sql(Attempt attempt) {
            return sql.replace("{document}", attempt.victim().document().toString())
                    .replace("{own}", attempt.attacker().document().toString())
                    .replace("{note}", attempt.victim().note().toString())
                    .replace("{tag}", attempt.attacker().tag().toString())
                    .replace("{tenant}", attempt.attacker().id().toString());
        }
    }
}
