-- The same rows twice: as they are, and protected.

create table plain.visit (
  id uuid primary key,
  tenant_id uuid not null,
  starts_at timestamptz not null,
  pet text not null,
  note text not null,
  unique (tenant_id, id)
);
create table protected.visit (like plain.visit including indexes);

insert into plain.visit
select
  ('00000000-0000-4000-8000-' || lpad(to_hex(t * 1000 + v), 12, '0'))::uuid,
  ('0a000000-0000-4000-8000-' || lpad(to_hex(t), 12, '0'))::uuid,
  timestamptz '2026-11-01 08:00:00+00' + v * interval '30 minutes',
  'Pet ' || v,
  repeat('n', 60)
from
  generate_series(1, 200) as t,
  generate_series(1, 100) as v;
insert into protected.visit select * from plain.visit;

grant select on plain.visit to visits_plain;
