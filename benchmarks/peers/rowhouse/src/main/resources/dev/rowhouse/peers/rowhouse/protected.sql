-- The same tables as those of the others, with keys that carry the tenant and row-level security.

create table document (
    id uuid primary key default gen_random_uuid(),
    tenant_id uuid not null,
    title text not null,
    body text,
    version bigint not null default 0
);
select rowhouse.protect_table('document', audit => false);

create table note (
    id uuid primary key default gen_random_uuid(),
    tenant_id uuid not null,
    title text not null,
    document_id uuid,
    version bigint not null default 0,
    foreign key (tenant_id, document_id) references document (tenant_id, id)
);
select rowhouse.protect_table('note', audit => false, soft_delete => true);

create table tag (
    id uuid primary key default gen_random_uuid(),
    tenant_id uuid not null,
    title text not null,
    version bigint not null default 0
);
select rowhouse.protect_table('tag', audit => false);

create table document_tag (
    tenant_id uuid not null default rowhouse.current_tenant_id(),
    document_id uuid not null,
    tag_id uuid not null,
    primary key (tenant_id, document_id, tag_id),
    foreign key (tenant_id, document_id) references document (tenant_id, id),
    foreign key (tenant_id, tag_id) references tag (tenant_id, id)
);
select rowhouse.protect_table('document_tag', audit => false);

create table document_label (
    tenant_id uuid not null default rowhouse.current_tenant_id(),
    document_id uuid not null,
    label text not null,
    primary key (tenant_id, document_id, label),
    foreign key (tenant_id, document_id) references document (tenant_id, id)
);
select rowhouse.protect_table('document_label', audit => false);
