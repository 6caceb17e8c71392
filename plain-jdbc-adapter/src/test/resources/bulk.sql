create type mood as enum ('CALM', 'WILD');

create table sample (
    id uuid not null,
    tenant_id uuid not null,
    label text not null,
    short_label varchar(10),
    mood mood,
    mood_text text,
    tags text[],
    moods mood[],
    numbers integer[],
    details jsonb,
    blob bytea,
    price numeric(10, 2),
    big numeric,
    stay tstzrange,
    takes interval,
    every interval,
    at timestamptz,
    at_offset timestamptz,
    local_at timestamp,
    on_day date,
    at_time time,
    address_street text,
    address_city text,
    flag boolean,
    ratio double precision,
    part real,
    small smallint,
    middle integer,
    large bigint,
    version bigint not null,
    primary key (tenant_id, id)
);

create table line (
    id uuid not null default gen_random_uuid(),
    tenant_id uuid not null,
    number integer not null,
    code text,
    primary key (tenant_id, id)
);
create unique index line_code on line (tenant_id, code);

create table reading (
    tenant_id uuid not null,
    sensor text not null,
    value bigint not null,
    reading_id bigint generated always as identity,
    primary key (tenant_id, reading_id)
);

select rowhouse.protect_table('sample');
select rowhouse.protect_table('line', audit => false);
select rowhouse.protect_table('reading');
