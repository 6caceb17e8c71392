-- What the service relies on, compared with the database and with the role that runs this: one row for each finding, none
-- if all is well. Reads catalogs only.
with
expected_column (table_name, column_name, type_name, nullable, generated) as (
    values
    ('app_user', 'tenant_id', 'uuid', false, false),
    ('app_user', 'email', 'text', false, false),
    ('app_user', 'email_key', 'text', false, true),
    ('app_user', 'name', 'text', false, false),
    ('app_user', 'time_zone', 'text', false, false),
    ('app_user', 'created_at', 'timestamp with time zone', false, false),
    ('access_token', 'tenant_id', 'uuid', false, false),
    ('access_token', 'id', 'uuid', false, false),
    ('access_token', 'token_hash', 'bytea', false, false),
    ('access_token', 'device', 'text', false, false),
    ('access_token', 'created_at', 'timestamp with time zone', false, false),
    ('access_token', 'expires_at', 'timestamp with time zone', false, false),
    ('task', 'tenant_id', 'uuid', false, false),
    ('task', 'id', 'uuid', false, false),
    ('task', 'title', 'text', false, false),
    ('task', 'title_key', 'text', false, true),
    ('task', 'note', 'text', false, false),
    ('task', 'due_on', 'date', true, false),
    ('task', 'done_at', 'timestamp with time zone', true, false),
    ('task', 'version', 'bigint', false, false),
    ('task', 'created_at', 'timestamp with time zone', false, false),
    ('task', 'created_by', 'text', true, false),
    ('task', 'updated_at', 'timestamp with time zone', false, false),
    ('task', 'updated_by', 'text', true, false),
    ('task', 'deleted_at', 'timestamp with time zone', true, false),
    ('task', 'deleted_by', 'text', true, false)
),
expected_key (table_name, key_columns) as (
    values
    ('app_user', array['tenant_id']),
    ('app_user', array['email_key']),
    ('access_token', array['tenant_id', 'id']),
    ('access_token', array['tenant_id', 'token_hash']),
    ('task', array['tenant_id', 'id'])
),
expected_table as (
    select distinct
        e.table_name,
        format('phase2.%I', e.table_name) as name,
        c.oid,
        c.relkind,
        c.relowner,
        c.relrowsecurity,
        c.relforcerowsecurity
    from expected_column as e
    left join pg_namespace as n on n.nspname = 'phase2'
    left join pg_class as c on c.relnamespace = n.oid and c.relname = e.table_name
),
found_table as (
    select *
    from expected_table
    where relkind in ('r', 'p')
),
me as (
    select *
    from pg_roles
    where rolname = current_user
),
tenant_function as (
    select p.oid
    from pg_proc as p
    join pg_namespace as n on n.oid = p.pronamespace
    where n.nspname = 'rowhouse'
    and p.proname = 'current_tenant_id'
    and p.pronargs = 0
),
finding (rank, what) as (
    select 1, format(
        'the server is PostgreSQL %s. Use version 15 or later.', current_setting('server_version'))
    where current_setting('server_version_num')::integer < 150000

    union all
    select 2, format(
        'role %I is a superuser, and row-level security does not bind superusers. Log in with an ordinary role.', rolname)
    from me
    where rolsuper

    union all
    select 2, format('role %I has BYPASSRLS. Let a superuser run: alter role %1$I nobypassrls', rolname)
    from me
    where rolbypassrls

    union all
    select 3, format(
        'role %I can become role %I, to which row-level security does not apply. Run: revoke %2$I from %1$I',
        me.rolname,
        r.rolname)
    from me
    join pg_roles as r on r.oid <> me.oid and (r.rolsuper or r.rolbypassrls)
    where not me.rolsuper
    and pg_has_role(me.oid, r.oid, 'member')

    union all
    select 4, 'there is no schema phase2. Let its owner run the migration, or set DATABASE_MIGRATE=true.'
    where not exists (select from pg_namespace where nspname = 'phase2')

    union all
    select 4, format('role %I may not use schema phase2. Run: grant usage on schema phase2 to %1$I', me.rolname)
    from me
    join pg_namespace as n on n.nspname = 'phase2'
    where not has_schema_privilege(n.oid, 'usage')

    union all
    select 5, 'there is no function rowhouse.current_tenant_id(). Install Rowhouse as the owner: RowhouseSchema.install.'
    where not exists (select from tenant_function)

    union all
    select 10, format('there is no table %s.', t.name)
    from expected_table as t
    where t.oid is null
    and exists (select from pg_namespace where nspname = 'phase2')

    union all
    select 10, format('%s is no table.', t.name)
    from expected_table as t
    where t.relkind not in ('r', 'p')

    union all
    select 11, format(
        '%s belongs to role %I, which role %I is or can become: an owner can switch row-level security off. Log in with'
            ' a role that owns nothing.',
        t.name,
        pg_get_userbyid(t.relowner),
        me.rolname)
    from found_table as t
    cross join me
    where not me.rolsuper
    and pg_has_role(me.oid, t.relowner, 'member')

    union all
    select 12, case
        when a.attname is null
            then format('%s has no column %I. Add it as %s.', t.name, e.column_name, e.type_name)
        when format_type(a.atttypid, a.atttypmod) <> e.type_name
            then format(
                '%s.%I is of type %s. Make it %s.',
                t.name,
                e.column_name,
                format_type(a.atttypid, a.atttypmod),
                e.type_name)
        when (a.attgenerated = 's') <> e.generated
            then format(
                '%s.%I is %sgenerated. Make it as in phase2.sql.',
                t.name,
                e.column_name,
                case when e.generated then 'not ' else '' end)
        else
            format(
                '%s.%I may %sbe null. Run: alter table %1$s alter column %2$I %4$s not null',
                t.name,
                e.column_name,
                case when e.nullable then 'not ' else '' end,
                case when e.nullable then 'drop' else 'set' end)
        end
    from found_table as t
    join expected_column as e on e.table_name = t.table_name
    left join pg_attribute as a
        on a.attrelid = t.oid and a.attname = e.column_name and a.attnum > 0 and not a.attisdropped
    where a.attname is null
    or format_type(a.atttypid, a.atttypmod) <> e.type_name
    or (a.attgenerated = 's') <> e.generated
    or a.attnotnull = e.nullable

    union all
    select 13, format(
        '%s has no unique key on (%s). Run: alter table %1$s add unique (%2$s)',
        t.name,
        array_to_string(k.key_columns, ', '))
    from found_table as t
    join expected_key as k on k.table_name = t.table_name
    where not exists (
        select
        from pg_index as i
        where i.indrelid = t.oid
        and i.indisunique
        and i.indisvalid
        and i.indpred is null
        and k.key_columns = array(
            select a.attname::text
            from generate_series(0, i.indnkeyatts - 1) as p (position)
            join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[p.position]
            order by p.position))

    union all
    select 20, format(
        'row-level security is not %s on %s. Run as its owner: select rowhouse.protect_table(%L)',
        case when t.relrowsecurity then 'forced' else 'enabled' end,
        t.name,
        t.name)
    from found_table as t
    where not t.relrowsecurity
    or not t.relforcerowsecurity

    union all
    select 21, format(
        '%s has no policy that compares tenant_id with the current tenant. Run as its owner: select'
            ' rowhouse.protect_table(%L)',
        t.name,
        t.name)
    from found_table as t
    where not exists (
        select
        from pg_policy as p
        where p.polrelid = t.oid
        and p.polpermissive
        and p.polcmd = '*'
        and p.polroles = '{0}'
        and pg_get_expr(p.polqual, p.polrelid) ~ '^\(tenant_id = .*rowhouse\.current_tenant_id\(\).*\)$'
        and coalesce(pg_get_expr(p.polwithcheck, p.polrelid), pg_get_expr(p.polqual, p.polrelid))
            = pg_get_expr(p.polqual, p.polrelid))

    union all
    select 22, format(
        'policy %I on %s is permissive too, and policies are joined by OR. Run: drop policy %1$I on %2$s',
        p.polname,
        t.name)
    from found_table as t
    join pg_policy as p on p.polrelid = t.oid
    where p.polpermissive
    and p.polname <> 'rowhouse_tenant'
    and exists (
        select
        from unnest(p.polroles) as r (oid)
        where case when r.oid = 0 then true else pg_has_role(r.oid, 'member') end)

    union all
    select 30, format(
        'role %I may not %s %s. Run: grant %2$s on %3$s to %1$I',
        current_user,
        lower(wanted.privilege),
        t.name)
    from found_table as t
    cross join (values ('SELECT'), ('INSERT'), ('DELETE')) as wanted (privilege)
    where not has_table_privilege(t.oid, wanted.privilege)

    union all
    select 30, format(
        'role %I may not update %s of %s. Run as its owner: select rowhouse.protect_table(%L)',
        current_user,
        string_agg(quote_ident(a.attname), ', ' order by a.attnum),
        t.name,
        t.name)
    from found_table as t
    join expected_column as e on e.table_name = t.table_name and e.column_name <> 'tenant_id'
    join pg_attribute as a on a.attrelid = t.oid and a.attname = e.column_name
    where not has_column_privilege(t.oid, a.attnum, 'UPDATE')
    group by t.name

    union all
    select 31, format(
        'role %I may truncate %s, and that knows no tenants. Run: revoke truncate on %2$s from %1$I',
        current_user,
        t.name)
    from found_table as t
    cross join me
    where not me.rolsuper
    and not pg_has_role(me.oid, t.relowner, 'member')
    and has_table_privilege(t.oid, 'TRUNCATE')

    union all
    select 31, format(
        'role %I may change tenant_id of %s. Run as its owner: select rowhouse.protect_table(%L)',
        current_user,
        t.name,
        t.name)
    from found_table as t
    join pg_attribute as a on a.attrelid = t.oid and a.attname = 'tenant_id' and not a.attisdropped
    cross join me
    where not me.rolsuper
    and not pg_has_role(me.oid, t.relowner, 'member')
    and has_column_privilege(t.oid, a.attnum, 'UPDATE')
)
select what
from finding
order by rank, what
