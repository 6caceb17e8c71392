-- The tables of the pet-care sample. Flyway runs this as the owner; the adapter has installed Rowhouse's database side before.

create extension if not exists btree_gist;
create extension if not exists btree_gin;
create extension if not exists pg_trgm;

-- The directory of businesses is read before a business is known, so it belongs to none. The application may only read it.
create table business (
    id uuid primary key,
    slug text not null constraint business_slug_taken unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name text not null,
    tagline text not null default '',
    city text not null,
    time_zone text not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    opens time not null default '08:00',
    closes time not null default '18:00' check (closes > opens),
    status text not null default 'active' check (status in ('active', 'suspended'))
);

grant select on business to ${applicationRole};

-- Everything below belongs to a business. Keys and foreign keys begin with the tenant, because PostgreSQL checks them around
-- row-level security. The tenant's default, the audit columns and the policies come from protect_table.

create table staff (
    tenant_id uuid not null references business (id),
    id uuid not null,
    name text not null check (char_length(name) between 1 and 100),
    role text not null check (char_length(role) between 1 and 100),
    version bigint not null default 0,
    primary key (tenant_id, id)
);

create table resource (
    tenant_id uuid not null references business (id),
    id uuid not null,
    name text not null check (char_length(name) between 1 and 100),
    kind text not null check (kind in ('room', 'table', 'tub')),
    version bigint not null default 0,
    primary key (tenant_id, id)
);

-- Money is a whole number of the smallest unit of the business's currency: cents, pence, yen.
create table service (
    tenant_id uuid not null references business (id),
    id uuid not null,
    name text not null check (char_length(name) between 1 and 100),
    minutes integer not null check (minutes between 5 and 480),
    price bigint not null check (price >= 0),
    deposit bigint not null default 0 check (deposit between 0 and price),
    version bigint not null default 0,
    primary key (tenant_id, id)
);

create table owner (
    tenant_id uuid not null references business (id),
    id uuid not null,
    name text not null check (char_length(name) between 1 and 100),
    email text not null check (char_length(email) <= 200),
    phone text not null check (char_length(phone) <= 40),
    note text not null default '' check (char_length(note) <= 2000),
    search tsvector not null generated always as (
        setweight(to_tsvector('simple', name), 'A')
        || setweight(to_tsvector('simple', email || ' ' || phone), 'B')
        || setweight(to_tsvector('simple', note), 'C')) stored,
    version bigint not null default 0,
    primary key (tenant_id, id)
);

create table pet (
    tenant_id uuid not null references business (id),
    id uuid not null,
    owner_id uuid not null,
    name text not null check (char_length(name) between 1 and 100),
    species text not null check (char_length(species) between 1 and 40),
    breed text not null default '' check (char_length(breed) <= 100),
    born_on date,
    note text not null default '' check (char_length(note) <= 2000),
    search tsvector not null generated always as (
        setweight(to_tsvector('simple', name), 'A')
        || setweight(to_tsvector('simple', species || ' ' || breed), 'B')
        || setweight(to_tsvector('simple', note), 'C')) stored,
    version bigint not null default 0,
    primary key (tenant_id, id),
    constraint pet_owner_fkey foreign key (tenant_id, owner_id) references owner (tenant_id, id)
);

create table vaccination (
    tenant_id uuid not null references business (id),
    id uuid not null,
    pet_id uuid not null,
    vaccine text not null check (char_length(vaccine) between 1 and 100),
    batch text not null default '' check (char_length(batch) <= 60),
    given_on date not null,
    valid_until date not null check (valid_until > given_on),
    version bigint not null default 0,
    primary key (tenant_id, id),
    constraint vaccination_pet_fkey foreign key (tenant_id, pet_id) references pet (tenant_id, id)
);

create table appointment (
    tenant_id uuid not null references business (id),
    id uuid not null,
    pet_id uuid not null,
    staff_id uuid not null,
    resource_id uuid not null,
    service_id uuid not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    status text not null default 'booked' check (status in ('booked', 'arrived', 'done', 'no_show')),
    price bigint not null check (price >= 0),
    note text not null default '' check (char_length(note) <= 2000),
    search tsvector not null generated always as (to_tsvector('simple', note)) stored,
    -- which request booked it, so that the same request books it once
    idempotency_key text check (char_length(idempotency_key) between 1 and 100),
    fingerprint text,
    version bigint not null default 0,
    primary key (tenant_id, id),
    constraint appointment_ends_later check (ends_at > starts_at),
    constraint appointment_pet_fkey foreign key (tenant_id, pet_id) references pet (tenant_id, id),
    constraint appointment_staff_fkey foreign key (tenant_id, staff_id) references staff (tenant_id, id),
    constraint appointment_resource_fkey foreign key (tenant_id, resource_id) references resource (tenant_id, id),
    constraint appointment_service_fkey foreign key (tenant_id, service_id) references service (tenant_id, id),
    constraint appointment_booked_once unique (tenant_id, idempotency_key)
);

-- What was paid, and what was given back. Rows are added and never changed.
create table payment (
    tenant_id uuid not null references business (id),
    id uuid not null,
    appointment_id uuid not null,
    kind text not null check (kind in ('deposit', 'payment', 'refund')),
    amount bigint not null check (amount > 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    refund_of uuid,
    metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
    idempotency_key text check (char_length(idempotency_key) between 1 and 100),
    primary key (tenant_id, id),
    constraint payment_refund_names_payment check ((kind = 'refund') = (refund_of is not null)),
    constraint payment_appointment_fkey foreign key (tenant_id, appointment_id) references appointment (tenant_id, id),
    constraint payment_refund_of_fkey foreign key (tenant_id, refund_of) references payment (tenant_id, id),
    constraint payment_taken_once unique (tenant_id, idempotency_key)
);

-- Who changed what, and when, with the row before and after. Written by a trigger alone.
create table history (
    tenant_id uuid not null,
    id bigint generated always as identity,
    table_name text not null,
    row_id uuid not null,
    action text not null check (action in ('insert', 'update', 'delete')),
    at timestamptz not null default now(),
    actor text,
    old_row jsonb,
    new_row jsonb,
    primary key (tenant_id, id)
);

select rowhouse.protect_table(name, soft_delete => true)
from unnest(array['staff', 'resource', 'service', 'owner', 'pet', 'vaccination', 'appointment']) as name;

select rowhouse.protect_table('payment');
select rowhouse.protect_table('history', audit => false);

-- Append-only for the application: payments are added, history is not even that.
revoke update, delete on payment from ${applicationRole};
revoke insert, update, delete on history from ${applicationRole};

-- Nobody serves two pets at once, no room holds two appointments, no pet is in two places. Cancelled ones are not in the way.
alter table appointment
    add constraint appointment_staff_free
        exclude using gist (tenant_id with =, staff_id with =, tstzrange(starts_at, ends_at) with &&)
        where (deleted_at is null),
    add constraint appointment_resource_free
        exclude using gist (tenant_id with =, resource_id with =, tstzrange(starts_at, ends_at) with &&)
        where (deleted_at is null),
    add constraint appointment_pet_free
        exclude using gist (tenant_id with =, pet_id with =, tstzrange(starts_at, ends_at) with &&)
        where (deleted_at is null);

create index appointment_of_day on appointment (tenant_id, starts_at) where deleted_at is null;
create index appointment_of_pet on appointment (tenant_id, pet_id, starts_at);
create index owner_by_name on owner (tenant_id, name, id) where deleted_at is null;
create index pet_by_name on pet (tenant_id, name, id) where deleted_at is null;
create index pet_of_owner on pet (tenant_id, owner_id);
create index vaccination_of_pet on vaccination (tenant_id, pet_id);
create index payment_of_appointment on payment (tenant_id, appointment_id);
create index payment_refunds on payment (tenant_id, refund_of) where refund_of is not null;
create index history_of_row on history (tenant_id, table_name, row_id, id);

select rowhouse.make_searchable('owner', 'search');
select rowhouse.make_searchable('pet', 'search');
select rowhouse.make_searchable('pet', 'name');
select rowhouse.make_searchable('appointment', 'search');

create function write_history() returns trigger
    language plpgsql
    security definer
    set search_path = public, pg_temp
as $$
declare
    present jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
begin
    insert into history (tenant_id, table_name, row_id, action, actor, old_row, new_row)
    values (
        (present ->> 'tenant_id')::uuid,
        tg_table_name,
        (present ->> 'id')::uuid,
        lower(tg_op),
        coalesce(rowhouse.current_actor(), present ->> 'updated_by'),
        case when tg_op <> 'INSERT' then to_jsonb(old) - 'search' - 'tenant_id' end,
        case when tg_op <> 'DELETE' then to_jsonb(new) - 'search' - 'tenant_id' end);
    return null;
end
$$;

-- No more is given back than was paid. The payment is locked, so that refunds at the same moment are counted one after another.
create function check_refund() returns trigger
    language plpgsql
    security definer
    set search_path = public, pg_temp
as $$
declare
    paid payment%rowtype;
    refunded bigint;
begin
    select *
    into paid
    from payment as p
    where p.tenant_id = new.tenant_id
      and p.id = new.refund_of
    for update;
    if not found then
        return new; -- the foreign key says so
    end if;
    select coalesce(sum(p.amount), 0)
    into refunded
    from payment as p
    where p.tenant_id = new.tenant_id
      and p.refund_of = new.refund_of;
    if paid.kind = 'refund' or paid.currency <> new.currency or paid.appointment_id <> new.appointment_id
        or refunded + new.amount > paid.amount then
        raise exception using
            errcode = 'check_violation',
            constraint = 'payment_refund_within_payment',
            table = 'payment',
            message = 'Refunding a payment: more would be given back than was paid.';
    end if;
    return new;
end
$$;

create trigger payment_refund
before insert on payment
for each row when (new.kind = 'refund') execute function check_refund();

do $$
declare
    recorded text;
begin
    foreach recorded in array array[
        'staff', 'resource', 'service', 'owner', 'pet', 'vaccination', 'appointment', 'payment']
    loop
        execute format(
            'create trigger history after insert or update or delete on %I for each row execute function write_history()',
            recorded);
    end loop;
end
$$;
