-- The tables of one schema, without any row-level security. Autovacuum would come and go in the middle of a measurement.

create table visit (
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

create table new_visit (like visit including all);
create table changed_visit (like visit including all);
