create table visit (
    id uuid not null default gen_random_uuid(),
    tenant_id uuid not null,
    note text not null,
    deleted_at timestamptz,
    primary key (tenant_id, id)
);
select rowhouse.protect_table('visit', soft_delete => true);

create table event (
    id bigint not null,
    tenant_id uuid not null,
    primary key (tenant_id, id)
) partition by hash (tenant_id);
create table event_0 partition of event for values with (modulus 2, remainder 0);
create table event_1 partition of event for values with (modulus 2, remainder 1);
select rowhouse.protect_table('event', audit => false);
