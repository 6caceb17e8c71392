-- Rows that are deleted for good.

create table memo (
    tenant_id uuid,
    id uuid,
    title text,
    remark text,
    version bigint not null,
    primary key (tenant_id, id)
);
select rowhouse.protect_table('memo', audit => false);

create table memo_line (tenant_id uuid default rowhouse.current_tenant_id(), memo_id uuid, line text, primary key (tenant_id, memo_id, line));
select rowhouse.protect_table('memo_line', audit => false);

create table label (tenant_id uuid, code text, title text, primary key (tenant_id, code));
select rowhouse.protect_table('label', audit => false);
