-- The tables of a pet-care business software, in which every business is a tenant.
-- Run by the owner of the tables after Rowhouse was installed.

create schema petcare;

set search_path to petcare;

create extension if not exists btree_gist;

-- The directory: read before the tenant is known, therefore not protected. It holds nothing that one business may not
-- know about another.
create table business (
    id uuid primary key,
    slug text not null unique,
    name text not null,
    city text not null,
    time_zone text not null,
    currency text not null check (currency ~ '^[A-Z]{3}$')
);

-- Every table below belongs to a tenant. Its keys start with tenant_id, and so do the foreign keys: PostgreSQL checks
-- a foreign key without row-level security, so that the key itself has to say that both rows are of one business.
create table owner (
    tenant_id uuid not null default rowhouse.current_tenant_id() references business (id),
    id uuid not null default gen_random_uuid(),
    number integer not null,
    name text not null,
    email text not null,
    phone text not null,
    primary key (tenant_id, id),
    unique (tenant_id, number)
);

create table pet (
    tenant_id uuid not null default rowhouse.current_tenant_id() references business (id),
    id uuid not null default gen_random_uuid(),
    number integer not null,
    owner_id uuid not null,
    name text not null,
    species text not null,
    born date not null,
    note text not null default '',
    primary key (tenant_id, id),
    unique (tenant_id, number),
    constraint pet_owner_fkey foreign key (tenant_id, owner_id) references owner (tenant_id, id)
);

create table staff (
    tenant_id uuid not null default rowhouse.current_tenant_id() references business (id),
    id uuid not null default gen_random_uuid(),
    number integer not null,
    name text not null,
    role text not null,
    primary key (tenant_id, id),
    unique (tenant_id, number)
);

-- Money is a whole number of the currency's smallest unit: centimes, centavos, cents, yen.
create table service (
    tenant_id uuid not null default rowhouse.current_tenant_id() references business (id),
    id uuid not null default gen_random_uuid(),
    number integer not null,
    name text not null,
    minutes integer not null check (minutes > 0),
    price bigint not null check (price >= 0),
    primary key (tenant_id, id),
    unique (tenant_id, number)
);

create table appointment (
    tenant_id uuid not null default rowhouse.current_tenant_id() references business (id),
    id uuid not null default gen_random_uuid(),
    pet_id uuid not null,
    staff_id uuid not null,
    service_id uuid not null,
    during tstzrange not null check (lower(during) < upper(during)),
    status text not null default 'booked' check (status in ('booked', 'completed', 'no_show', 'cancelled')),
    price bigint not null check (price >= 0),
    note text not null default '',
    primary key (tenant_id, id),
    constraint appointment_pet_fkey foreign key (tenant_id, pet_id) references pet (tenant_id, id),
    constraint appointment_staff_fkey foreign key (tenant_id, staff_id) references staff (tenant_id, id),
    constraint appointment_service_fkey foreign key (tenant_id, service_id) references service (tenant_id, id),
    -- Nobody serves two pets at once, and no pet is in two places.
    constraint appointment_staff_free exclude using gist (tenant_id with =, staff_id with =, during with &&)
        where (status <> 'cancelled'),
    constraint appointment_pet_free exclude using gist (tenant_id with =, pet_id with =, during with &&)
        where (status <> 'cancelled')
);

create index appointment_start on appointment (tenant_id, lower(during));

select rowhouse.protect_table('petcare.owner');
select rowhouse.protect_table('petcare.pet');
select rowhouse.protect_table('petcare.staff');
select rowhouse.protect_table('petcare.service');
select rowhouse.protect_table('petcare.appointment');
