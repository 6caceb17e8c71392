-- The same tables twice: schema plain without row-level security, schema protected with it. Run by the owner, with
-- Rowhouse installed and the application role registered.
--
-- 200 tenants with 1,000 appointments each, in the order in which they would have come, so that the rows of one tenant
-- are spread over the table. And, for what libraries make of rows, as many tenants with 100 visits each, the first of them
-- with 100,000 more.

create schema plain;
create schema protected;

create table plain.appointment (
  tenant_id uuid not null,
  id uuid not null,
  starts_at timestamptz not null,
  pet text not null,
  note text not null,
  price_cents bigint not null,
  primary key (tenant_id, id)
);

create index on plain.appointment (tenant_id, starts_at desc, id desc);

-- Where the inserts go. Autovacuum would come and go in the middle of a measurement.
create table plain.booking (like plain.appointment including all) with (autovacuum_enabled = false);

-- With audit columns, which the database fills under row-level security and the application fills without.
create table plain.audited_booking (
  like plain.appointment including all,
  created_at timestamptz not null default now(),
  created_by text,
  updated_at timestamptz not null default now(),
  updated_by text
) with (autovacuum_enabled = false);

create index on plain.audited_booking (tenant_id, created_at desc, id desc);

create table plain.visit (
  like plain.appointment including all,
  version bigint not null default 0
);

create table plain.new_visit (like plain.visit including all) with (autovacuum_enabled = false);

create table protected.appointment (like plain.appointment including all);
create table protected.booking (like plain.booking including all) with (autovacuum_enabled = false);
create table protected.audited_booking (like plain.audited_booking including all) with (autovacuum_enabled = false);
create table protected.visit (like plain.visit including all);
create table protected.new_visit (like plain.new_visit including all) with (autovacuum_enabled = false);

insert into plain.appointment (tenant_id, id, starts_at, pet, note, price_cents)
select
  ('00000000-0000-4000-8000-' || lpad(to_hex(tenant), 12, '0'))::uuid,
  ('00000000-0000-7000-8000-' || lpad(to_hex(tenant * 1000000 + appointment), 12, '0'))::uuid,
  timestamptz '2026-01-05 08:00+00' + appointment * interval '20 minutes',
  'Pet ' || (tenant * 7 + appointment) % 997,
  'Check-up and vaccination, ' || appointment || ' of this business',
  3500 + (tenant * 31 + appointment * 17) % 9000
from generate_series(1, 1000) as appointment
cross join generate_series(1, 200) as tenant
order by appointment, tenant;

insert into protected.appointment
select *
from plain.appointment
order by starts_at, tenant_id;

insert into plain.visit (tenant_id, id, starts_at, pet, note, price_cents)
select
  ('00000000-0000-4000-8000-' || lpad(to_hex(tenant), 12, '0'))::uuid,
  ('00000000-0000-7000-8000-' || lpad(to_hex(tenant * 1000000 + visit), 12, '0'))::uuid,
  timestamptz '2026-01-05 08:00+00' + visit * interval '20 minutes',
  'Pet ' || (tenant * 7 + visit) % 997,
  'Check-up and vaccination, ' || visit || ' of this business',
  3500 + (tenant * 31 + visit * 17) % 9000
from generate_series(1, 200) as tenant
cross join lateral generate_series(1, case tenant when 1 then 100100 else 100 end) as visit
order by visit, tenant;

insert into protected.visit
select *
from plain.visit
order by starts_at, tenant_id;

select rowhouse.protect_table('protected.appointment', audit => false);
select rowhouse.protect_table('protected.booking', audit => false);
select rowhouse.protect_table('protected.audited_booking', audit => true);
select rowhouse.protect_table('protected.visit', audit => false);
select rowhouse.protect_table('protected.new_visit', audit => false);

grant usage on schema plain to benchmark_app;
grant select, insert, update, delete on all tables in schema plain to benchmark_app;
