create table appointment (
    id uuid primary key default gen_random_uuid(),
    tenant_id uuid not null,
    pet text not null
);

select rowhouse.protect_table('appointment');
