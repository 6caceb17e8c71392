create table pet (
    tenant_id uuid,
    id uuid default gen_random_uuid(),
    name text not null,
    primary key (tenant_id, id)
);

select rowhouse.register_application_role('${applicationRole}');
select rowhouse.protect_table('pet');
