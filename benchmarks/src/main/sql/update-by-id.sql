-- What a policy costs an update of one row by its id, a thousand in a loop inside the server. As a superuser, in an empty database that is thrown
-- away afterwards:
--
--   psql -X -q -f benchmarks/src/main/sql/update-by-id.sql

\set ON_ERROR_STOP on
\ir ../../../../core/src/main/resources/dev/rowhouse/schema/beforeMigrate__rowhouse.sql

create role update_by_id nologin;
select rowhouse.register_application_role('update_by_id') \g /dev/null
create schema visits;
grant usage on schema visits to update_by_id;

create table visits.rowhouse (
  id uuid primary key,
  tenant_id uuid not null,
  starts_at timestamptz not null,
  pet text not null,
  note text not null,
  price_cents bigint not null,
  created_at timestamptz not null,
  created_by text,
  updated_at timestamptz not null,
  updated_by text,
  deleted_at timestamptz,
  deleted_by text,
  version bigint not null
);
-- keys, indexes, policy, and the trigger of the soft delete; the others get the same indexes
select rowhouse.protect_table('visits.rowhouse', audit => false, soft_delete => true) \g /dev/null
create index on visits.rowhouse (tenant_id, starts_at desc, id desc) where deleted_at is null;
create table visits.plain (like visits.rowhouse including indexes);
create table visits.bare (like visits.rowhouse including indexes);

grant select, update on visits.plain, visits.bare to update_by_id;
alter table visits.bare enable row level security;
create policy bare on visits.bare
  using (tenant_id = current_setting('app.current_tenant_id')::uuid);

create procedure visits.prepare(target regclass)
  language plpgsql
as $$
begin
  execute format('alter table %s disable trigger user', target);
  execute format(
    $sql$
    insert into %s
    select gen_random_uuid(), ('0a000000-0000-4000-8000-00000000000' || i %% 4)::uuid, now() - i * interval '1 minute', 'Rex',
      repeat('n', 80), 4500, now(), 'import', now(), 'import', null, null, 1
    from generate_series(1, 48000) as i
    $sql$,
    target);
  execute format('alter table %s enable trigger user', target);
end
$$;
call visits.prepare('visits.plain');
call visits.prepare('visits.bare');
call visits.prepare('visits.rowhouse');
vacuum (freeze, analyze);

-- The fastest of 20 rounds, in microseconds an update.
create function visits.measure(target text) returns text
  language plpgsql
as $$
declare
  best numeric;
begin
  execute format(
    $sql$
    create function pg_temp.measure() returns numeric
      language plpgsql
    as $body$
    declare
      ids uuid[];
      visit uuid;
      began timestamptz;
      best numeric := 1e9;
    begin
      ids := array(
        select id
        from visits.%1$I
        where tenant_id = '0a000000-0000-4000-8000-000000000001'
        order by starts_at
        limit 1000);
      for round in 1..20 loop
        began := clock_timestamp();
        foreach visit in array ids loop
          update visits.%1$I
          set starts_at = starts_at, pet = pet, note = note, price_cents = round, updated_at = now(), updated_by = 'dana',
            version = round + 1
          where id = visit and tenant_id = '0a000000-0000-4000-8000-000000000001' and version = round;
          if not found then
            raise 'Updating visit %%: it is not there.', visit;
          end if;
        end loop;
        best := least(best, extract(epoch from clock_timestamp() - began) * 1000);
      end loop;
      return round(best, 1);
    end
    $body$
    $sql$,
    target);
  select pg_temp.measure() into best;
  drop function pg_temp.measure();
  return format('%s: %s µs', target, best);
end
$$;
grant execute on function visits.measure(text) to update_by_id;
grant temporary on database :"DBNAME" to update_by_id;

set role update_by_id;
\pset tuples_only on
\pset format unaligned
\o
begin;
select set_config('app.current_tenant_id', '0a000000-0000-4000-8000-000000000001', true) \g /dev/null
select visits.measure('plain');
select visits.measure('bare');
select visits.measure('rowhouse');
rollback;
