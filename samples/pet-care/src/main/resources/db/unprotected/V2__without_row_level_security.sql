-- For the comparison alone: what the same tables are where the application keeps tenants apart by itself. No policies, no
-- privileges by column, foreign keys on the id, and a search function that was written without a thought of tenants.
do $$
declare
    target record;
begin
    for target in
        select c.oid::regclass as name
        from pg_class as c
        where c.relnamespace = 'public'::regnamespace
          and c.relkind = 'r'
          and c.relname <> 'flyway_schema_history'
    loop
        execute format('alter table %s no force row level security', target.name);
        execute format('alter table %s disable row level security', target.name);
        execute format('grant select, insert, update, delete, truncate on %s to ${applicationRole}', target.name);
    end loop;
    for target in
        select c.oid, c.conname, c.conrelid::regclass as name, c.confrelid::regclass as other, a.attname as column_name
        from pg_constraint as c
        join pg_attribute as a on a.attrelid = c.conrelid and a.attnum = c.conkey[2]
        where c.contype = 'f'
          and cardinality(c.conkey) = 2
    loop
        execute format('alter table %s drop constraint %I', target.name, target.conname);
        if not exists (
            select from pg_constraint as u where u.conrelid = target.other and u.contype = 'u' and cardinality(u.conkey) = 1) then
            execute format('alter table %s add unique (id)', target.other);
        end if;
        execute format('alter table %s add constraint %I foreign key (%I) references %s (id)',
            target.name, target.conname, target.column_name, target.other);
    end loop;
    for target in
        select p.oid::regprocedure as name
        from pg_proc as p
        where p.pronamespace = 'public'::regnamespace
          and p.proname like '%\_ids'
    loop
        execute format('drop function %s', target.name);
    end loop;
end
$$;

create function owner_search_ids(query tsquery, max_rows integer default 1000) returns setof uuid
    language sql stable as 'select id from owner where search @@ query and deleted_at is null limit max_rows';
create function pet_search_ids(query tsquery, max_rows integer default 1000) returns setof uuid
    language sql stable as 'select id from pet where search @@ query and deleted_at is null limit max_rows';
create function appointment_search_ids(query tsquery, max_rows integer default 1000) returns setof uuid
    language sql stable as 'select id from appointment where search @@ query and deleted_at is null limit max_rows';
create function pet_name_ids(query text, max_rows integer default 1000) returns setof uuid
    language sql stable as 'select id from pet where name %> query and deleted_at is null limit max_rows';
