create table visit (
    id uuid not null,
    tenant_id uuid not null,
    note text not null,
    primary key (tenant_id, id)
);
select rowhouse.protect_table('visit', audit => false);
