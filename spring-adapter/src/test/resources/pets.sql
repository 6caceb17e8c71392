create table pet (
    tenant_id uuid not null,
    id uuid not null default gen_random_uuid(),
    name text not null,
    mother_id uuid,
    version bigint not null default 0,
    primary key (tenant_id, id),
    foreign key (tenant_id, mother_id) references pet (tenant_id, id)
);

select rowhouse.protect_table('pet', soft_delete => true);
