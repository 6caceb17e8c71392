create type species as enum ('DOG', 'CAT');

create table pet (
    tenant_id uuid not null default rowhouse.current_tenant_id(),
    id uuid not null default gen_random_uuid(),
    name text not null,
    species species not null default 'DOG',
    weight integer,
    tags text[] not null default '{}',
    chip jsonb,
    address_street text,
    address_city text,
    stay tstzrange,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    constraint pet_name_key unique (tenant_id, name)
);

select rowhouse.protect_table('pet');
