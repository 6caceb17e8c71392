-- What the libraries map: documents with notes, tags and labels.

create table document (
    id uuid primary key default gen_random_uuid(),
    tenant_id uuid not null,
    title text not null,
    body text,
    version bigint not null default 0
);

create table note (
    id uuid primary key default gen_random_uuid(),
    tenant_id uuid not null,
    title text not null,
    document_id uuid references document (id),
    version bigint not null default 0
);

create table tag (
    id uuid primary key default gen_random_uuid(),
    tenant_id uuid not null,
    title text not null,
    version bigint not null default 0
);

create table document_tag (
    document_id uuid not null references document (id),
    tag_id uuid not null references tag (id),
    primary key (document_id, tag_id)
);

create table document_label (
    document_id uuid not null references document (id),
    label text not null
);
