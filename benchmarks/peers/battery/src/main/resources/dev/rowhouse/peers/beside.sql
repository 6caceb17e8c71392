-- What stands beside them in a database that lives: history by a trigger, a view, functions, a table that nobody declared.

create table document_history (
    id uuid primary key default gen_random_uuid(),
    tenant_id uuid not null,
    document_id uuid not null,
    title text not null
);

create function write_history() returns trigger language plpgsql as $$
begin
    insert into document_history (tenant_id, document_id, title) values (new.tenant_id, new.id, new.title);
    return null;
end
$$;

create trigger write_history after insert or update on document for each row execute function write_history();

create view document_view with (security_invoker) as select id, tenant_id, title from document;

create view owner_view as select id, tenant_id, title from document;

create function all_titles() returns setof text language sql stable as 'select cast(title as text) from document';

create function owner_titles() returns setof text language sql stable security definer set search_path = public, pg_temp
as 'select cast(title as text) from document';

create function retitle_all(new_title text) returns bigint language sql
as 'with changed as (update document set title = new_title returning id) select count(*) from changed';
