-- What the tests of the connection decorator work on: a table under the plain policy that many databases have, one whose policy
-- raises Rowhouse's own SQLSTATE, and one that belongs to no tenant.

create table note (
  id int not null,
  tenant_id uuid not null default current_setting('app.current_tenant_id')::uuid,
  body text,
  author text default nullif(current_setting('app.current_actor', true), ''),
  data jsonb,
  tags text[],
  number bigint generated always as identity,
  primary key (tenant_id, id)
);

alter table note enable row level security;
alter table note force row level security;
create policy tenant on note using (tenant_id = current_setting('app.current_tenant_id')::uuid);

create function current_tenant() returns uuid
  language plpgsql stable
as $$
begin
  if coalesce(current_setting('app.current_tenant_id', true), '') = '' then
    raise exception 'no tenant is set' using errcode = 'RH001';
  end if;
  return current_setting('app.current_tenant_id')::uuid;
end
$$;

create table task (
  id int not null,
  tenant_id uuid not null default current_tenant(),
  title text,
  primary key (tenant_id, id)
);

alter table task enable row level security;
alter table task force row level security;
create policy tenant on task using (tenant_id = (select current_tenant()));

create table country (
  code text primary key,
  name text,
  unique (name) deferrable initially deferred
);

create procedure add_note(id int, body text)
  language sql
as $$ insert into note (id, body) values (add_note.id, add_note.body) $$;

create procedure add_countries_in_two_transactions(first text, second text)
  language plpgsql
as $$
begin
  insert into country (code) values (first);
  commit;
  insert into country (code) values (second);
end
$$;

create function count_notes() returns int
  language sql
as $$ select count(*)::int from note $$;

create function notes_cursor() returns refcursor
  language plpgsql
as $$
declare
  notes cursor for select body from note order by id;
begin
  open notes;
  return notes;
end
$$;

grant select, insert, update, delete on note, task, country to ${applicationRole};
grant execute on procedure add_note, add_countries_in_two_transactions to ${applicationRole};
