-- The rows that all schemas get: 200 tenants with 100 visits each, in the order in which they would have come, the first of them
-- with 100,000 more; and visits to change, of as many tenants as threads work.

create schema model;

create table model.visit as
select
  ('00000000-0000-7000-8000-' || lpad(to_hex(tenant * 1000000 + visit), 12, '0'))::uuid as id,
  ('00000000-0000-4000-8000-' || lpad(to_hex(tenant), 12, '0'))::uuid as tenant_id,
  timestamptz '2026-01-05 08:00+00' + visit * interval '20 minutes' as starts_at,
  'Pet ' || (tenant * 7 + visit) % 997 as pet,
  'Check-up and vaccination, ' || visit || ' of this business' as note,
  3500 + (tenant * 31 + visit * 17) % 9000 as price_cents,
  timestamptz '2026-01-01 08:00+00' + visit * interval '1 second' as created_at,
  'dana' as created_by,
  timestamptz '2026-01-01 08:00+00' + visit * interval '1 second' as updated_at,
  'dana' as updated_by,
  null::timestamptz as deleted_at,
  null::text as deleted_by,
  1::bigint as version
from generate_series(1, 200) as tenant
cross join lateral generate_series(1, case tenant when 1 then 100100 else 100 end) as visit
order by visit, tenant;

create table model.changed_visit as
select
  ('00000000-0000-7000-8000-' || lpad(to_hex(tenant * 1000000 + visit), 12, '0'))::uuid as id,
  ('00000000-0000-4000-8000-' || lpad(to_hex(tenant), 12, '0'))::uuid as tenant_id,
  timestamptz '2026-01-05 08:00+00' + visit * interval '20 minutes' as starts_at,
  'Pet ' || (tenant * 7 + visit) % 997 as pet,
  'Check-up and vaccination, ' || visit || ' of this business' as note,
  4500::bigint as price_cents,
  timestamptz '2026-01-01 08:00+00' + visit * interval '1 second' as created_at,
  'import' as created_by,
  timestamptz '2026-01-01 08:00+00' + visit * interval '1 second' as updated_at,
  'import' as updated_by,
  null::timestamptz as deleted_at,
  null::text as deleted_by,
  1::bigint as version
from generate_series(1, 4) as tenant
cross join generate_series(1, 3000) as visit
order by visit, tenant;
