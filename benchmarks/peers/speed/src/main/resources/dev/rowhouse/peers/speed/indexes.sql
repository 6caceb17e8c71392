-- The same in each schema, whoever made the tables: those that Rowhouse's convention wants, and one for the order of the pages.

alter table visit add unique (tenant_id, id);
alter table new_visit add unique (tenant_id, id);
alter table changed_visit add unique (tenant_id, id);

create index on visit (tenant_id, created_at desc, id desc) where deleted_at is null;
create index on new_visit (tenant_id, created_at desc, id desc) where deleted_at is null;
create index on changed_visit (tenant_id, created_at desc, id desc) where deleted_at is null;

create index on visit (tenant_id, starts_at desc, id desc) where deleted_at is null;
create index on new_visit (tenant_id, starts_at desc, id desc) where deleted_at is null;
create index on changed_visit (tenant_id, starts_at desc, id desc) where deleted_at is null;

alter table new_visit set (autovacuum_enabled = false);
alter table changed_visit set (autovacuum_enabled = false);
