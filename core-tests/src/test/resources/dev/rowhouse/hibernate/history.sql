-- Tables with a history: by Envers, by Hibernate's own audit log, and as temporal tables.

create table client (tenant_id uuid, id uuid, name text not null, version bigint not null, primary key (tenant_id, id));
select rowhouse.protect_table('client', soft_delete => true);
create sequence revinfo_seq increment by 50;
grant usage on sequence revinfo_seq to ${applicationRole};
create table revinfo (tenant_id uuid default rowhouse.current_tenant_id(), rev integer, revtstmp bigint, primary key (tenant_id, rev));
select rowhouse.protect_table('revinfo', audit => false);
create table client_aud (
    tenant_id uuid,
    id uuid,
    rev integer,
    revtype smallint,
    name text,
    primary key (tenant_id, id, rev),
    foreign key (tenant_id, rev) references revinfo (tenant_id, rev)
);
select rowhouse.protect_table('client_aud', audit => false);

create sequence change_seq increment by 50;
grant usage on sequence change_seq to ${applicationRole};
create table change (tenant_id uuid, id bigint, at timestamptz not null, primary key (tenant_id, id));
select rowhouse.protect_table('change', audit => false);
create table contract (tenant_id uuid, id uuid, name text not null, version bigint not null, primary key (tenant_id, id));
select rowhouse.protect_table('contract', audit => false);
create table contract_aud (
    tenant_id uuid,
    id uuid,
    rev bigint,
    revtype smallint not null,
    name text,
    primary key (tenant_id, id, rev),
    foreign key (tenant_id, rev) references change (tenant_id, id)
);
select rowhouse.protect_table('contract_aud', audit => false);
create table contract_term (
    tenant_id uuid default rowhouse.current_tenant_id(),
    contract_id uuid,
    term text,
    primary key (tenant_id, contract_id, term),
    foreign key (tenant_id, contract_id) references contract (tenant_id, id)
);
select rowhouse.protect_table('contract_term', audit => false);
create table contract_term_aud (
    tenant_id uuid default rowhouse.current_tenant_id(),
    contract_id uuid,
    term text,
    rev bigint,
    revtype smallint not null,
    primary key (tenant_id, rev, contract_id, term),
    foreign key (tenant_id, rev) references change (tenant_id, id)
);
select rowhouse.protect_table('contract_term_aud', audit => false);

create table price (tenant_id uuid, id uuid, amount integer not null, version bigint not null, primary key (tenant_id, id));
select rowhouse.protect_table('price', audit => false);
create table price_history (
    tenant_id uuid,
    id uuid,
    amount integer not null,
    version bigint not null,
    effective timestamptz,
    superseded timestamptz,
    primary key (tenant_id, id, effective)
);
select rowhouse.protect_table('price_history', audit => false);
