create type species as enum ('DOG', 'CAT', 'PARROT');

create table pet (
    tenant_id uuid not null default rowhouse.current_tenant_id(),
    id uuid not null default gen_random_uuid(),
    name text not null,
    species species not null default 'DOG',
    weight integer,
    primary key (tenant_id, id),
    constraint pet_name_key unique (tenant_id, name)
);

select rowhouse.protect_table('pet');

create table everything (
    tenant_id uuid not null default rowhouse.current_tenant_id(),
    id uuid not null default gen_random_uuid(),
    a_text text,
    a_boolean boolean,
    a_short smallint,
    an_int integer,
    a_long bigint,
    a_float real,
    a_double double precision,
    a_number numeric,
    a_binary bytea,
    a_uuid uuid,
    an_instant timestamptz,
    an_offset_time timestamptz,
    a_zoned_time timestamptz,
    a_date_time timestamp,
    a_date date,
    a_time time,
    a_time_with_offset timetz,
    a_duration interval,
    a_period interval,
    a_species species,
    some_texts text[],
    some_ids uuid[],
    some_numbers integer[],
    some_species species[],
    some_instants timestamptz[],
    some_dates date[],
    some_date_times timestamp[],
    a_document jsonb,
    a_map jsonb,
    a_tree jsonb,
    an_int_range int4range,
    a_long_range int8range,
    a_number_range numrange,
    a_date_range daterange,
    a_date_time_range tsrange,
    an_instant_range tstzrange,
    primary key (tenant_id, id)
);

select rowhouse.protect_table('everything');

-- of no tenant
create table currency (
    code text primary key,
    digits integer not null
);

grant select, insert, update, delete on currency to ${applicationRole};
