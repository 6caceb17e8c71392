-- Owners with pets, as the convention has them; one table of each kind that Hibernate writes around the entities.

create table owner (
    tenant_id uuid,
    id uuid,
    name text not null,
    version bigint not null,
    primary key (tenant_id, id)
);
select rowhouse.protect_table('owner', soft_delete => true);

create table pet (
    tenant_id uuid,
    id uuid,
    name text not null,
    chip text,
    owner_id uuid,
    version bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, owner_id) references owner (tenant_id, id)
);
select rowhouse.protect_table('pet', soft_delete => true);
create unique index pet_chip_key on pet (tenant_id, chip) where deleted_at is null;

create table pet_tag (
    tenant_id uuid not null default rowhouse.current_tenant_id(),
    pet_id uuid not null,
    tag text not null,
    primary key (tenant_id, pet_id, tag),
    foreign key (tenant_id, pet_id) references pet (tenant_id, id)
);
select rowhouse.protect_table('pet_tag', audit => false);

create table vet (
    tenant_id uuid,
    id uuid,
    name text not null,
    version bigint not null,
    primary key (tenant_id, id)
);
select rowhouse.protect_table('vet', soft_delete => true);

create table owner_vet (
    tenant_id uuid not null default rowhouse.current_tenant_id(),
    owner_id uuid not null,
    vet_id uuid not null,
    primary key (tenant_id, owner_id, vet_id),
    foreign key (tenant_id, owner_id) references owner (tenant_id, id),
    foreign key (tenant_id, vet_id) references vet (tenant_id, id)
);
select rowhouse.protect_table('owner_vet', audit => false);
