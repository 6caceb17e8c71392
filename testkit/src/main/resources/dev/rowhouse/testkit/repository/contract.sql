-- The tables of TenantRepositoryContract: owners have pets, pets have visits.
create table owner (
    id uuid not null,
    tenant_id uuid not null,
    name text not null,
    version bigint not null default 0,
    primary key (tenant_id, id)
);

create table pet (
    id uuid not null,
    tenant_id uuid not null,
    owner_id uuid,
    name text not null,
    species text not null,
    weight integer,
    born_on date,
    chip text,
    version bigint not null default 0,
    primary key (tenant_id, id),
    foreign key (tenant_id, owner_id) references owner (tenant_id, id)
);

create table visit (
    id uuid not null,
    tenant_id uuid not null,
    pet_id uuid not null,
    reason text not null,
    version bigint not null default 0,
    primary key (tenant_id, id),
    foreign key (tenant_id, pet_id) references pet (tenant_id, id)
);

select rowhouse.protect_table('owner', soft_delete => true);
select rowhouse.protect_table('pet', soft_delete => true);
select rowhouse.protect_table('visit', soft_delete => true);

create unique index pet_chip on pet (tenant_id, chip) where deleted_at is null;
create index pet_owner on pet (tenant_id, owner_id);
create index visit_pet on visit (tenant_id, pet_id);
