-- The tables of the blueprints sample. Flyway runs this as the owner, after Rowhouse's database side was installed.

create extension if not exists btree_gin;
create extension if not exists pg_trgm;

-- The directory of tenants is read before a tenant is known, so it belongs to none. Row-level security is on here too: the
-- application may look up and add tenants, and has neither policy nor privilege to change or delete one.
create table tenant (
    id uuid primary key,
    slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(slug) <= 40),
    name text not null check (char_length(name) between 1 and 100),
    created_at timestamptz not null default now(),
    constraint tenant_slug_taken unique (slug)
);

alter table tenant enable row level security;
alter table tenant force row level security;
create policy tenant_lookup on tenant for select using (true);
create policy tenant_registration on tenant for insert with check (true);
grant select, insert on tenant to ${applicationRole};

-- A document. What it is found by is made of its name, its description and all texts in its spec.
create table blueprint (
    tenant_id uuid not null references tenant (id),
    id uuid not null,
    name text not null check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(name) <= 80),
    description text not null check (char_length(description) <= 2000),
    spec jsonb not null check (jsonb_typeof(spec) = 'object'),
    search tsvector not null generated always as (
        setweight(to_tsvector('english', name), 'A')
        || setweight(to_tsvector('english', description), 'B')
        || setweight(jsonb_to_tsvector('english', spec, '["string"]'), 'C')) stored,
    version bigint not null default 0,
    primary key (tenant_id, id)
);

select rowhouse.protect_table('blueprint', soft_delete => true);

-- A name is free again once its blueprint is deleted; then a restore may find it taken.
create unique index blueprint_name_taken on blueprint (tenant_id, name) where deleted_at is null;

select rowhouse.make_searchable('blueprint', 'search');
select rowhouse.make_searchable('blueprint', 'spec');
select rowhouse.make_searchable('blueprint', 'name');

-- What a blueprint was before a change. It goes when its blueprint is purged.
create table blueprint_revision (
    tenant_id uuid not null,
    id uuid not null,
    blueprint_id uuid not null,
    version bigint not null,
    name text not null,
    description text not null,
    spec jsonb not null,
    written_at timestamptz not null,
    written_by text,
    primary key (tenant_id, id),
    constraint blueprint_revision_version_taken unique (tenant_id, blueprint_id, version),
    foreign key (tenant_id, blueprint_id) references blueprint (tenant_id, id) on delete cascade
);

select rowhouse.protect_table('blueprint_revision', audit => false);

create function refuse_change() returns trigger
    language plpgsql
as $$
begin
    raise exception using
        errcode = 'restrict_violation',
        message = format('Changing table %I: its rows are immutable. Add a new one.', tg_table_name);
end
$$;

create trigger blueprint_revision_immutable
before update on blueprint_revision
for each row execute function refuse_change();

-- Who commented, and when, is in the audit columns.
create table blueprint_comment (
    tenant_id uuid not null,
    id uuid not null,
    blueprint_id uuid not null,
    text text not null check (char_length(text) between 1 and 10000),
    version bigint not null default 0,
    primary key (tenant_id, id),
    foreign key (tenant_id, blueprint_id) references blueprint (tenant_id, id)
);

select rowhouse.protect_table('blueprint_comment', soft_delete => true);

create index blueprint_comment_of_blueprint on blueprint_comment (tenant_id, blueprint_id, id);
