-- The tables of a personal task service, in which every user is a tenant. Run by the owner after Rowhouse was installed;
-- it can run again, and then changes nothing.

create schema if not exists phase2;

-- The user is the tenant, so the user's key is the tenant. Users are under row-level security too: nobody can read the
-- list of all users.
create table if not exists phase2.app_user (
    tenant_id uuid primary key,
    email text not null check (char_length(email) between 3 and 254),
    -- Not lower(email) in an index nor citext: under row-level security PostgreSQL would use neither. The ICU collation
    -- knows all alphabets, whatever the database's locale.
    email_key text collate "C" not null generated always as (lower(email collate "und-x-icu")) stored,
    name text not null check (char_length(name) between 1 and 100),
    time_zone text not null,
    created_at timestamptz not null default now(),
    constraint app_user_email_taken unique (email_key)
);

-- What a client shows to be the user. Only the hash of its random part is stored.
create table if not exists phase2.access_token (
    tenant_id uuid not null references phase2.app_user (tenant_id) on delete cascade,
    id uuid not null,
    token_hash bytea not null check (octet_length(token_hash) = 32),
    device text not null check (char_length(device) between 1 and 50),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, token_hash)
);

create table if not exists phase2.task (
    tenant_id uuid not null references phase2.app_user (tenant_id) on delete cascade,
    id uuid not null,
    title text not null check (char_length(title) between 1 and 200),
    title_key text collate "C" not null generated always as (lower(title collate "und-x-icu")) stored,
    note text not null default '' check (char_length(note) <= 10000),
    due_on date,
    done_at timestamptz,
    version bigint not null default 0,
    primary key (tenant_id, id)
);

-- The one key across tenants, and meant to be: an e-mail address belongs to one user.
select rowhouse.protect_table('phase2.app_user', audit => false, accept => array['app_user_email_taken']);
select rowhouse.protect_table('phase2.access_token', audit => false);
select rowhouse.protect_table('phase2.task', soft_delete => true);

-- Open tasks by due date, and titles by prefix.
create index if not exists task_due on phase2.task (tenant_id, due_on, id) where deleted_at is null and done_at is null;
create index if not exists task_title on phase2.task (tenant_id, title_key) where deleted_at is null;
