create table owner (
    tenant_id uuid not null,
    id uuid not null,
    name text not null,
    version bigint not null default 0,
    primary key (tenant_id, id)
);

create table pet (
    tenant_id uuid not null,
    id uuid not null,
    owner_id uuid,
    name text not null,
    born_on date,
    version bigint not null default 0,
    primary key (tenant_id, id),
    foreign key (tenant_id, owner_id) references owner (tenant_id, id)
);

select rowhouse.protect_table('owner', soft_delete => true);
select rowhouse.protect_table('pet', soft_delete => true);
