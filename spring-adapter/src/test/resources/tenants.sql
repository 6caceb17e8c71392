create table tenant (
    id uuid primary key,
    slug text not null unique,
    domain text unique,
    status text not null default 'active'
);

insert into tenant (id, slug, domain, status)
values
    ('0a000000-0000-4000-8000-000000000001', 'acme', 'acme.example.org', 'active'),
    ('0b000000-0000-4000-8000-000000000002', 'bolt', null, 'Active'),
    ('0c000000-0000-4000-8000-000000000003', 'coma', null, 'unpaid');

grant select on tenant to ${applicationRole};

create schema crm;

grant usage on schema crm to ${applicationRole};

create table crm."Business" (
    "Key" uuid primary key,
    name text not null,
    alias text,
    open boolean
);

insert into crm."Business" ("Key", name, alias, open)
values
    ('0a000000-0000-4000-8000-000000000001', 'acme', 'twin', true),
    ('0b000000-0000-4000-8000-000000000002', 'twin', null, false),
    ('0c000000-0000-4000-8000-000000000003', 'coma', null, null);

grant select on crm."Business" to ${applicationRole};
