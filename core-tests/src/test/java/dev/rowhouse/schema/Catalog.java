package dev.rowhouse.schema;

/** What the catalogs hold about the objects outside PostgreSQL's own schemas, with the transaction that wrote each row. */
final class Catalog {
    private Catalog() {}

    /** Two equal answers mean that no statement changed anything between them, not even to what it was before. */
    static String state(Session session) {
        return session.lines("""
                with ours as (
                  select oid from pg_namespace where nspname not like 'pg\\_%' and nspname <> 'information_schema'
                ), tables as (
                  select oid from pg_class where relnamespace in (select oid from ours)
                )
                select format('%s %s %s', what, id, written)
                from (
                  select 'namespace' as what, oid::text as id, xmin::text as written from pg_namespace
                  union all select 'class', oid::text, xmin::text from pg_class where oid in (select oid from tables)
                  union all select 'attribute', attrelid || '.' || attnum, xmin::text
                    from pg_attribute where attrelid in (select oid from tables)
                  union all select 'default', oid::text, xmin::text from pg_attrdef where adrelid in (select oid from tables)
                  union all select 'constraint', oid::text, xmin::text from pg_constraint
                  union all select 'index', indexrelid::text, xmin::text
                    from pg_index where indrelid in (select oid from tables)
                  union all select 'policy', oid::text, xmin::text from pg_policy
                  union all select 'trigger', oid::text, xmin::text from pg_trigger
                  union all select 'function', oid::text, xmin::text
                    from pg_proc where pronamespace in (select oid from ours)
                  union all select 'event trigger', oid::text, xmin::text from pg_event_trigger
                ) as catalog
                order by 1
                """);
    }
}
