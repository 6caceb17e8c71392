-- The database side of Rowhouse: schema rowhouse, PostgreSQL 15 to 18.
--
-- One statement, so it takes effect as a whole or not at all, whoever runs it: psql -f, Flyway (the name makes it a
-- beforeMigrate callback), Liquibase (splitStatements false), or dev.rowhouse.schema.RowhouseSchema. It can run again at
-- any time: an older version is upgraded, the same version is left alone, a newer one is refused. To have everything
-- replaced nevertheless, delete the rows of rowhouse.version first.
--
-- The role that runs it becomes the owner of the schema. It needs CREATE on the database, and nothing more.
--
-- Options are settings of the session or transaction, all of them optional:
--   set rowhouse.tenant_setting = 'app.current_tenant_id';    the setting that carries the tenant
--   set rowhouse.actor_setting = 'app.current_actor';         the setting that carries the actor
--   set rowhouse.application_role = 'app_user';               role that the application logs in with; several: a, b
--
-- SQLSTATEs: RH001 no tenant is set · RH002 a table, role or setting was refused · RH003 installing was refused ·
--   RH004 the context is not signed as it must be
do $rowhouse$
declare
  script_version constant integer := 1;
  installed_version integer := 0;
  schema_owner name;
  wanted record;
  configured record;
  role_name name;
  search_path_before text := pg_catalog.current_setting('search_path');
begin
  -- So that nothing on the installing session's search path is taken for PostgreSQL's own.
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  if current_setting('server_version_num')::integer < 150000 then
    raise exception using
      errcode = 'RH003',
      message = format(
        'Installing Rowhouse %s: the server is PostgreSQL %s. Rowhouse needs PostgreSQL 15 or later.',
        script_version,
        current_setting('server_version'));
  end if;

  -- One installation at a time; whoever waited here sees what the one before has committed.
  perform pg_advisory_xact_lock(hashtextextended('dev.rowhouse.schema', 0));

  select pg_get_userbyid(n.nspowner)
  into schema_owner
  from pg_namespace as n
  where n.nspname = 'rowhouse';

  if schema_owner is null then
    create schema rowhouse;
  elsif schema_owner <> current_user then
    -- Whoever owns the schema could replace what we put there, and two owners could not upgrade each other's objects.
    raise exception using
      errcode = 'RH003',
      message = format(
        'Installing Rowhouse %s as role %I: schema rowhouse belongs to role %I. Run it as %2$I%s, or drop the schema'
          ' if it is not Rowhouse''s.',
        script_version,
        current_user,
        schema_owner,
        case when pg_has_role(current_user, schema_owner, 'MEMBER') then format(' (set role %I)', schema_owner) else '' end);
  end if;

  if to_regclass('rowhouse.version') is null then
    create table rowhouse.version (
      version integer primary key,
      installed_at timestamptz not null default now(),
      installed_by name not null default current_user
    );
    comment on table rowhouse.version is 'The versions of the Rowhouse script that ran here; the highest is installed.';
  end if;

  select coalesce(max(v.version), 0)
  into installed_version
  from rowhouse.version as v;

  if installed_version > script_version then
    raise exception using
      errcode = 'RH003',
      message = format(
        'Installing Rowhouse %s: version %s is installed already, by a newer library. Update this application''s Rowhouse;'
          ' an older one does not know what the newer has changed.',
        script_version,
        installed_version);
  end if;

  if installed_version < script_version then

    -- Steps: what changes tables and their content, one step a version, each on top of the one before and each safe to
    -- repeat.

    if installed_version < 1 then
      create table if not exists rowhouse.configuration (
        single boolean primary key default true check (single),
        tenant_setting text not null,
        actor_setting text not null,
        signed boolean not null default false
      );
      comment on table rowhouse.configuration is
        'How the context is carried; changed by rowhouse.configure and rowhouse.sign_contexts.';

      -- The key as HMAC needs it (RFC 2104): its block, combined with two constants.
      create table if not exists rowhouse.signing_key (
        id smallint primary key check (id > 0),
        inner_pad bytea not null check (length(inner_pad) = 64),
        outer_pad bytea not null check (length(outer_pad) = 64),
        added_at timestamptz not null default now()
      );
      comment on table rowhouse.signing_key is 'Secrets that signed contexts are checked with. For nobody but the owner.';

      create table if not exists rowhouse.application_role (
        role_name name primary key
      );
      comment on table rowhouse.application_role is 'The roles that applications log in with; protect_table grants to them.';
    end if;

    -- End of steps

    -- Functions: replaced as a whole whenever the version rises.

    -- Raises, always. The functions that policies call fall through to it when there is no tenant.
    create or replace function rowhouse.refuse_tenant(setting_name text) returns uuid
      language plpgsql stable parallel safe cost 1
      set search_path = pg_catalog, pg_temp
    as $$
    begin
      raise exception using
        errcode = 'RH001',
        message = format(
          'Asking for the current tenant: setting %s is not set in this transaction. Run the work inside'
            ' TenantContext.of(tenantId).run(...) on a TenantDataSource, or begin the transaction with'
            ' select set_config(%L, ''<tenant id>'', true).',
          setting_name,
          setting_name);
    end
    $$;

    -- Chooses the settings that carry the context. It writes their names into the functions as constants: only so can
    -- the planner inline them, use the tenant's index and prune partitions. Changing the names on a live database
    -- closes every protected table for applications that still send the old ones.
    create or replace function rowhouse.configure(tenant_setting text, actor_setting text) returns void
      language plpgsql
      set search_path = pg_catalog, pg_temp
    as $body$
    declare
      setting_name text;
    begin
      foreach setting_name in array array[tenant_setting, actor_setting] loop
        if setting_name is null or setting_name !~ '^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)+$' then
          raise exception using
            errcode = 'RH002',
            message = format(
              'Configuring Rowhouse: %L cannot be the name of a setting. Give two or more words joined by dots, as in'
                ' app.current_tenant_id.',
              setting_name);
        end if;
      end loop;
      if lower(tenant_setting) = lower(actor_setting) then
        raise exception using
          errcode = 'RH002',
          message = format(
            'Configuring Rowhouse: tenant and actor are both to be carried by setting %s. Give each a name of its own.',
            tenant_setting);
      end if;

      insert into rowhouse.configuration as c (tenant_setting, actor_setting)
      values (configure.tenant_setting, configure.actor_setting)
      on conflict (single) do update
      set tenant_setting = excluded.tenant_setting,
          actor_setting = excluded.actor_setting;
      perform rowhouse.write_context_functions();
    end
    $body$;

    -- Writes the functions that tell who asks, as the configuration wants them.
    create or replace function rowhouse.write_context_functions() returns void
      language plpgsql
      set search_path = pg_catalog, pg_temp
    as $body$
    declare
      configured rowhouse.configuration;
    begin
      select *
      into strict configured
      from rowhouse.configuration;

      if configured.signed then
        perform rowhouse.write_signed_function(
          'current_tenant_id',
          'uuid',
          configured.tenant_setting,
          format('rowhouse.refuse_tenant(%L)', configured.tenant_setting),
          'claims[3]::uuid');
        perform rowhouse.write_signed_function(
          'current_actor',
          'text',
          configured.tenant_setting,
          'null',
          $$case when claims[6] <> '-' then convert_from(decode(claims[6], 'hex'), 'UTF8') end$$);
        return;
      end if;

      -- Evaluated once a statement by policies and once a row by the column's default, so nothing is in it that need
      -- not be: what is no uuid fails in the cast, with PostgreSQL's own message.
      execute format(
        $sql$
        create or replace function rowhouse.current_tenant_id() returns uuid
          language sql stable parallel safe security invoker
          return coalesce(nullif(current_setting(%1$L, true), '')::uuid, rowhouse.refuse_tenant(%1$L))
        $sql$,
        configured.tenant_setting);
      execute format(
        $sql$
        create or replace function rowhouse.current_actor() returns text
          language sql stable parallel safe security invoker
          return nullif(current_setting(%L, true), '')
        $sql$,
        configured.actor_setting);
    end
    $body$;

    -- Writes a function that returns one claim of a signed context,
    --   v1.<key>.<tenant>.<backend, or 0>.<expiry, in seconds>.<actor in hexadecimal, or ->.<HMAC-SHA256 of all before>
    -- after it has checked the signature, the connection and the time. A context can begin transactions until it expires;
    -- transactions that have begun go on. It runs as the owner, who alone may read the keys. Parallel workers have process ids of their
    -- own, so it is evaluated in the leader.
    create or replace function rowhouse.write_signed_function(
      function_name name, result_type text, setting_name text, without_context text, result text) returns void
      language plpgsql
      set search_path = pg_catalog, pg_temp
    as $body$
    begin
      execute format(
        $sql$
        create or replace function rowhouse.%I() returns %s
          language plpgsql stable parallel restricted security definer
          set search_path = pg_catalog, pg_temp
        as $function$
        declare
          context constant text := current_setting(%L, true);
          claims text[];
          signature bytea;
        begin
          if context is null or context = '' then
            return %s;
          end if;
          claims := string_to_array(context, '.');
          if cardinality(claims) <> 7 or claims[1] <> 'v1' then
            perform rowhouse.refuse_context('it is not signed');
          end if;
          select sha256(k.outer_pad || sha256(k.inner_pad || convert_to(left(context, -1 - length(claims[7])), 'UTF8')))
          into signature
          from rowhouse.signing_key as k
          where k.id::text = claims[2];
          if signature is null or encode(signature, 'hex') <> claims[7] then
            perform rowhouse.refuse_context('its signature is wrong, or made with a key that is not known here');
          end if;
          if claims[4] not in ('0', pg_backend_pid()::text) then
            perform rowhouse.refuse_context('it was signed for another connection');
          end if;
          if claims[5]::bigint < extract(epoch from now()) then
            perform rowhouse.refuse_context(format(
              'it expired %%s seconds before this transaction began',
              ceil(extract(epoch from now()) - claims[5]::bigint)));
          end if;
          return %s;
        end
        $function$
        $sql$,
        function_name,
        result_type,
        setting_name,
        without_context,
        result);
    end
    $body$;

    -- Raises, always.
    create or replace function rowhouse.refuse_context(reason text) returns void
      language plpgsql stable
      set search_path = pg_catalog, pg_temp
    as $$
    begin
      raise exception using
        errcode = 'RH004',
        message = format(
          'Reading the context of this transaction: %s. Let the application sign it,'
            ' TenantDataSource.builder(pool).signingKey(...), with a key that rowhouse.add_signing_key made known, and'
            ' compare the clocks. If it does all that, somebody tried to be another tenant.',
          reason);
    end
    $$;

    -- Makes a key known: 32 to 64 random bytes. The same again is fine; another one under the same number is refused.
    create or replace function rowhouse.add_signing_key(key_id integer, secret bytea) returns void
      language plpgsql
      set search_path = pg_catalog, pg_temp
    as $$
    declare
      inner_block bytea := decode(repeat('36', 64), 'hex');
      outer_block bytea := decode(repeat('5c', 64), 'hex');
    begin
      if key_id is null or key_id not between 1 and 32767 or secret is null or length(secret) not between 32 and 64 then
        raise exception using
          errcode = 'RH002',
          message = format(
            'Adding signing key %s with %s bytes: give a number from 1 to 32767 and 32 to 64 random bytes.',
            coalesce(key_id::text, 'null'),
            coalesce(length(secret), 0));
      end if;
      for i in 0 .. length(secret) - 1 loop
        inner_block := set_byte(inner_block, i, get_byte(inner_block, i) # get_byte(secret, i));
        outer_block := set_byte(outer_block, i, get_byte(outer_block, i) # get_byte(secret, i));
      end loop;
      insert into rowhouse.signing_key (id, inner_pad, outer_pad)
      values (key_id, inner_block, outer_block)
      on conflict (id) do nothing;
      if not exists (select from rowhouse.signing_key as k where k.id = key_id and k.inner_pad = inner_block) then
        raise exception using
          errcode = 'RH002',
          message = format(
            'Adding signing key %s: another key has this number. Give the new one a number of its own, and retire the other with'
              ' select rowhouse.retire_signing_key(%1$s) once no application signs with it.',
            key_id);
      end if;
    end
    $$;

    -- Forgets a key: contexts that were signed with it are refused from now on.
    create or replace function rowhouse.retire_signing_key(key_id integer) returns void
      language plpgsql
      set search_path = pg_catalog, pg_temp
    as $$
    begin
      lock table rowhouse.signing_key in share row exclusive mode;
      delete from rowhouse.signing_key as k
      where k.id = key_id;
      if not found then
        raise exception using
          errcode = 'RH002',
          message = format('Retiring signing key %s: there is none. Known are %s.', key_id, coalesce(
            (select string_agg(k.id::text, ', ' order by k.id) from rowhouse.signing_key as k), 'no keys'));
      end if;
      if not exists (select from rowhouse.signing_key) and exists (select from rowhouse.configuration where signed) then
        raise exception using
          errcode = 'RH002',
          message = format(
            'Retiring signing key %s: it is the last one, and contexts must be signed, so that nobody could work. Add another'
              ' first, or give up signing with select rowhouse.sign_contexts(false).',
            key_id);
      end if;
    end
    $$;

    -- Insists on signed contexts, or gives them up. Policies on partitions change with it: the bare function, which prunes
    -- partitions, is inlined when nothing is signed, and would be evaluated for each row when it is.
    create or replace function rowhouse.sign_contexts(required boolean default true) returns void
      language plpgsql
      set search_path = pg_catalog, pg_temp
    as $$
    declare
      policy record;
    begin
      if required and not exists (select from rowhouse.signing_key) then
        raise exception using
          errcode = 'RH002',
          message = 'Insisting on signed contexts: no key is known, so that nobody could work. Call rowhouse.add_signing_key first.';
      end if;
      update rowhouse.configuration
      set signed = required
      where signed <> required;
      perform rowhouse.write_context_functions();

      for policy in
        select p.polrelid, found.tenant_column, p.polrelid::regclass as table_name
        from pg_policy as p
        join pg_class as c on c.oid = p.polrelid
        cross join lateral (
          select a.attname as tenant_column
          from pg_attribute as a
          where a.attrelid = c.oid
            and pg_get_expr(p.polqual, p.polrelid) in (
              rowhouse.bare_predicate(a.attname),
              rowhouse.wrapped_predicate(a.attname))) as found
        where p.polname = 'rowhouse_tenant'
          and pg_has_role(c.relowner, 'usage')
          and pg_get_expr(p.polqual, p.polrelid) <> rowhouse.tenant_predicate(p.polrelid, found.tenant_column)
        order by 3
      loop
        execute format(
          'alter policy rowhouse_tenant on %s using (%s) with check (%2$s)',
          policy.table_name,
          rowhouse.tenant_predicate(policy.polrelid, policy.tenant_column));
      end loop;
    end
    $$;

    -- Why a role cannot be an application role, one line a reason. The owner is the role whose tables it would use.
    create or replace function rowhouse.role_findings(role_name name, owner_name name) returns setof text
      language plpgsql stable
      set search_path = pg_catalog, pg_temp
    as $$
    declare
      candidate pg_roles;
      higher name;
      default_setting record;
    begin
      select *
      into candidate
      from pg_roles as r
      where r.rolname = role_name;

      if not found then
        return next format(
          'role %I does not exist: create it (create role %1$I login ...), or name another.',
          role_name);
        return;
      end if;

      if candidate.rolsuper then
        return next format(
          'role %I is a superuser, and row-level security does not bind superusers: let the application log in with an'
            ' ordinary role.',
          role_name);
      elsif candidate.rolbypassrls then
        return next format(
          'role %I has BYPASSRLS: take it away (alter role %1$I nobypassrls), or name another role.',
          role_name);
      end if;

      if not candidate.rolsuper then
        for higher in
          select r.rolname
          from pg_roles as r
          where r.oid <> candidate.oid
            and (r.rolsuper or r.rolbypassrls)
            and pg_has_role(candidate.oid, r.oid, 'MEMBER')
          order by r.rolname
        loop
          return next format(
            'role %I is a member of %I, to which row-level security does not apply, and can become it with set role:'
              ' revoke %2$I from %1$I.',
            role_name,
            higher);
        end loop;

        if role_name = owner_name then
          return next format(
            'role %I is the owner, and an owner can switch row-level security off: let the application log in with a'
              ' role that owns nothing.',
            role_name);
        elsif exists (select from pg_roles as r where r.rolname = owner_name and not r.rolsuper and not r.rolbypassrls)
          and pg_has_role(candidate.oid, owner_name, 'MEMBER')
        then
          return next format(
            'role %I is a member of the owner %I, and an owner can switch row-level security off: revoke %2$I from'
              ' %1$I.',
            role_name,
            owner_name);
        end if;
      end if;

      for default_setting in
        select
          case when s.setrole = 0 then 'all' else quote_ident(pg_get_userbyid(s.setrole)) end as role_part,
          case when s.setdatabase = 0 then '' else format(' in database %I', current_database()) end as database_part,
          split_part(entry, '=', 1) as setting_name
        from pg_db_role_setting as s
        cross join unnest(s.setconfig) as entry
        join rowhouse.configuration as c on lower(split_part(entry, '=', 1)) = lower(c.tenant_setting)
        where (s.setrole = 0 or s.setrole = candidate.oid)
          and (s.setdatabase = 0 or s.setdatabase = (select d.oid from pg_database as d where d.datname = current_database()))
          and split_part(entry, '=', 2) <> ''
      loop
        return next format(
          'setting %s has a default, so connections of role %I without a context would work as that tenant: alter role'
            ' %s%s reset %1$s.',
          default_setting.setting_name,
          role_name,
          default_setting.role_part,
          default_setting.database_part);
      end loop;
    end
    $$;

    -- Remembers a role that applications log in with, and grants it what belongs to Rowhouse itself.
    create or replace function rowhouse.register_application_role(role_name name) returns void
      language plpgsql
      set search_path = pg_catalog, pg_temp
    as $$
    declare
      findings text[];
    begin
      findings := array(select rowhouse.role_findings(role_name, current_user));
      if cardinality(findings) > 0 then
        raise exception using
          errcode = 'RH002',
          message = format(
            'Registering application role %I was refused, and nothing was changed. %s',
            role_name,
            rowhouse.numbered(findings));
      end if;

      insert into rowhouse.application_role (role_name)
      values (register_application_role.role_name)
      on conflict do nothing;

      if not has_table_privilege(role_name, 'rowhouse.version', 'SELECT') then
        execute format('grant select on rowhouse.version to %I', role_name);
      end if;
    end
    $$;

    create or replace function rowhouse.numbered(findings text[]) returns text
      language sql immutable parallel safe
      return (
        select
          case when cardinality(findings) = 1 then 'Found 1 problem:' else format('Found %s problems:', cardinality(findings)) end
            || string_agg(format(E'\n%s. %s', f.position, f.finding), '' order by f.position)
        from unnest(findings) with ordinality as f (finding, position)
      );

    -- The audit columns' trigger. It cooperates: values that the writer gives are kept, so that an application can
    -- stamp its rows itself and still send them in batches. It fills what was left out, also a tenant that was written as
    -- null (Hibernate's upsert does), undoes changes to who and when of the creation and to the tenant, and stamps
    -- updates that did not stamp themselves. An update by nobody in
    -- particular does not stay under the name of whoever came before.
    --
    -- Arguments: 'all' says that the table has tenant_id and all of created_at, created_by, updated_at, updated_by.
    -- Otherwise the name of the tenant column, followed by those of the four that the table has. Without arguments the
    -- function looks at the table each time and takes the tenant column to be tenant_id.
    create or replace function rowhouse.stamp_audit_columns() returns trigger
      language plpgsql
    as $$
    declare
      tenant_column text := 'tenant_id';
      has text[];
      stamped_itself boolean := false;
    begin
      if tg_nargs = 1 then
        if tg_op = 'INSERT' then
          if new.created_at is null or new.updated_at is null then
            new.created_at := coalesce(new.created_at, pg_catalog.now());
            new.updated_at := coalesce(new.updated_at, new.created_at);
          end if;
          if new.created_by is null or new.updated_by is null then
            new.created_by := coalesce(new.created_by, rowhouse.current_actor());
            new.updated_by := coalesce(new.updated_by, new.created_by);
          end if;
          if new.tenant_id is null then
            new.tenant_id := rowhouse.current_tenant_id();
          end if;
          return new;
        end if;

        if (new.created_at, new.created_by, new.tenant_id)
          is distinct from (old.created_at, old.created_by, old.tenant_id)
        then
          new.created_at := old.created_at;
          new.created_by := old.created_by;
          new.tenant_id := old.tenant_id;
        end if;
        if new.updated_at is null or new.updated_at is not distinct from old.updated_at then
          new.updated_at := pg_catalog.now();
          if new.updated_by is not distinct from old.updated_by then
            new.updated_by := rowhouse.current_actor();
          end if;
        elsif new.updated_by is not distinct from old.updated_by then
          new.updated_by := coalesce(rowhouse.current_actor(), new.updated_by);
        end if;
        return new;
      end if;

      -- The same, column by column.
      if tg_nargs > 1 then
        tenant_column := tg_argv[0];
        has := tg_argv;
      else
        has := array(
          select a.attname::text
          from pg_catalog.pg_attribute as a
          where a.attrelid = tg_relid
            and a.attnum > 0
            and not a.attisdropped);
      end if;

      if tg_op = 'INSERT' then
        if 'created_at' = any (has) then
          new.created_at := coalesce(new.created_at, pg_catalog.now());
        end if;
        if 'updated_at' = any (has) then
          new.updated_at := coalesce(new.updated_at, pg_catalog.now());
        end if;
        if 'created_by' = any (has) then
          new.created_by := coalesce(new.created_by, rowhouse.current_actor());
        end if;
        if 'updated_by' = any (has) then
          new.updated_by := coalesce(new.updated_by, rowhouse.current_actor());
        end if;
        if tg_nargs > 1 and pg_catalog.to_jsonb(new) -> tenant_column = 'null' then
          new := pg_catalog.jsonb_populate_record(
            new,
            pg_catalog.jsonb_build_object(tenant_column, rowhouse.current_tenant_id()));
        end if;
        return new;
      end if;

      if 'created_at' = any (has) then
        new.created_at := old.created_at;
      end if;
      if 'created_by' = any (has) then
        new.created_by := old.created_by;
      end if;
      if tenant_column <> 'tenant_id' then
        -- plpgsql cannot assign to a column that only an argument names.
        new := pg_catalog.jsonb_populate_record(
          new,
          pg_catalog.jsonb_build_object(tenant_column, pg_catalog.to_jsonb(old) -> tenant_column));
      elsif 'tenant_id' = any (has) then
        new.tenant_id := old.tenant_id;
      end if;
      if 'updated_at' = any (has) then
        stamped_itself := new.updated_at is not null and new.updated_at is distinct from old.updated_at;
        if not stamped_itself then
          new.updated_at := pg_catalog.now();
        end if;
      end if;
      if 'updated_by' = any (has) then
        if new.updated_by is not distinct from old.updated_by then
          new.updated_by := coalesce(rowhouse.current_actor(), case when stamped_itself then new.updated_by end);
        end if;
      end if;
      return new;
    end
    $$;

    -- The soft delete's trigger, called when deleted_at or deleted_by changes: names who deleted unless the writer did,
    -- and forgets it when the row is restored.
    create or replace function rowhouse.stamp_soft_delete() returns trigger
      language plpgsql
    as $$
    begin
      if new.deleted_at is null then
        new.deleted_by := null;
      elsif old.deleted_at is null then
        new.deleted_by := coalesce(new.deleted_by, rowhouse.current_actor());
      end if;
      return new;
    end
    $$;

    create or replace function rowhouse.bare_predicate(tenant_column name) returns text
      language sql immutable
      set search_path = pg_catalog, pg_temp
      return format('(%I = rowhouse.current_tenant_id())', tenant_column);

    create or replace function rowhouse.wrapped_predicate(tenant_column name) returns text
      language sql immutable
      set search_path = pg_catalog, pg_temp
      return format('(%I = ( SELECT rowhouse.current_tenant_id() AS current_tenant_id))', tenant_column);

    -- The policy's predicate, written as the server prints it. On a plain table the sub-select is evaluated once per
    -- statement. On a table that is partitioned by the tenant only the bare function prunes partitions.
    create or replace function rowhouse.tenant_predicate(target oid, tenant_column name) returns text
      language sql stable
      set search_path = pg_catalog, pg_temp
      return (
        select
          case
            when exists (
              select
              from pg_partition_tree(target) as tree
              join pg_partitioned_table as p on p.partrelid = tree.relid
              join pg_attribute as a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
              where a.attname = tenant_column)
              and not (select c.signed from rowhouse.configuration as c)
            then rowhouse.bare_predicate(tenant_column)
            else rowhouse.wrapped_predicate(tenant_column)
          end
      );

    -- What each policy of a table is to us:
    --   ours     the tenant policy in the right form
    --   altered  named like ours, with something else inside
    --   seed     compares the tenant with the configured setting and nothing else, which is what ours replaces
    --   aside    restrictive, or only for roles that no application role is or can become: it can stay
    --   open     permissive for an application role: it is joined to ours by OR
    create or replace function rowhouse.policy_kinds(target oid, application_roles name[], tenant_column name)
      returns table (policy_name name, kind text)
      language sql stable
      set search_path = pg_catalog, pg_temp
    as $$
      select
        p.policy_name,
        case
          when p.policy_name = 'rowhouse_tenant' then
            case
              when p.polpermissive and p.polcmd = '*' and p.polroles = '{0}'
                and p.using_text = p.expected and p.check_text = p.expected
              then 'ours'
              else 'altered'
            end
          when not p.polpermissive or not p.reaches_application then 'aside'
          when p.polcmd = '*' and p.using_text = any (p.seeds) and coalesce(p.check_text, p.using_text) = any (p.seeds)
          then 'seed'
          else 'open'
        end
      from (
        select
          pol.polname as policy_name,
          pol.polpermissive,
          pol.polcmd,
          pol.polroles,
          pg_get_expr(pol.polqual, pol.polrelid) as using_text,
          pg_get_expr(pol.polwithcheck, pol.polrelid) as check_text,
          rowhouse.tenant_predicate(target, tenant_column) as expected,
          array(
            select format(form, tenant_column, c.tenant_setting)
            from rowhouse.configuration as c
            cross join unnest(array[
              '(%I = (current_setting(%L::text))::uuid)',
              '(%I = (current_setting(%L::text, true))::uuid)',
              '(%I = (NULLIF(current_setting(%L::text, true), ''''::text))::uuid)',
              '(%I = ( SELECT (current_setting(%L::text))::uuid AS current_setting))',
              '(%I = ( SELECT (current_setting(%L::text, true))::uuid AS current_setting))',
              '(%I = ( SELECT (NULLIF(current_setting(%L::text, true), ''''::text))::uuid AS "nullif"))'
            ]) as form
          ) as seeds,
          exists (
            select
            from unnest(pol.polroles) as r (oid)
            cross join unnest(application_roles) as a (role_name)
            join pg_roles as app on app.rolname = a.role_name
            where case when r.oid = 0 then true else pg_has_role(app.oid, r.oid, 'MEMBER') end
          ) as reaches_application
        from pg_policy as pol
        where pol.polrelid = target
      ) as p
      order by p.policy_name
    $$;

    -- Everything that stands against protecting a table, one line a finding. Nothing is mended here that could be
    -- somebody's intent; what protect_table mends by itself is in protection_statements.
    create or replace function rowhouse.protection_findings(
      target oid,
      application_roles name[],
      tenant_column name,
      audit boolean,
      soft_delete boolean,
      accept name[]
    ) returns setof text
      language plpgsql
      set search_path = pg_catalog, pg_temp
      -- Looking for rows must not be filtered by policies: with this it raises instead.
      set row_security = off
    as $$
    declare
      t record;
      tenant record;
      has_primary_key boolean;
      rows_found boolean;
      item record;
    begin
      select
        c.oid,
        format('%I.%I', n.nspname, c.relname) as name,
        n.nspname as schema_name,
        n.oid as schema_oid,
        c.relkind,
        c.relpersistence,
        c.relispartition,
        c.relowner,
        pg_get_userbyid(c.relowner) as owner_name
      into t
      from pg_class as c
      join pg_namespace as n on n.oid = c.relnamespace
      where c.oid = target;

      for item in
        select f.finding
        from unnest(application_roles) as r (role_name)
        cross join rowhouse.role_findings(r.role_name, t.owner_name) as f (finding)
      loop
        return next item.finding;
      end loop;

      -- What it is. Anything but an ordinary table ends the search.
      if t.relkind not in ('r', 'p') then
        return next format(
          '%s is %s, which cannot have row-level security: protect the tables under it.',
          t.name,
          case t.relkind
            when 'v' then 'a view'
            when 'm' then 'a materialized view'
            when 'f' then 'a foreign table'
            when 'S' then 'a sequence'
            when 'c' then 'a type'
            when 't' then 'a TOAST table'
            else 'an index'
          end);
        return;
      elsif t.relpersistence = 't' then
        return next format('%s is a temporary table, which only its own session can see: there is nothing to protect.', t.name);
        return;
      elsif t.schema_name in ('rowhouse', 'information_schema') or t.schema_name like 'pg\_%' then
        return next format('%s is a system table: protect tables of your own.', t.name);
        return;
      elsif t.relispartition then
        return next format(
          '%s is a partition: protect the table it belongs to, %s; its partitions are protected with it.',
          t.name,
          (select relid from pg_partition_ancestors(target) as a (relid) order by relid <> pg_partition_root(target) limit 1));
        return;
      end if;

      for item in
        select format('%I.%I', n.nspname, c.relname) as name, pg_get_userbyid(c.relowner) as owner_name
        from rowhouse.table_tree(target) as tree (relid)
        join pg_class as c on c.oid = tree.relid
        join pg_namespace as n on n.oid = c.relnamespace
        where not pg_has_role(current_user, c.relowner, 'USAGE')
        order by c.oid <> target, 1
      loop
        return next format('%s belongs to role %I: run this as that role.', item.name, item.owner_name);
      end loop;

      for item in
        select format('%I.%I', n.nspname, c.relname) as name
        from pg_partition_tree(target) as tree
        join pg_class as c on c.oid = tree.relid and c.relkind = 'f'
        join pg_namespace as n on n.oid = c.relnamespace
        order by 1
      loop
        return next format(
          'partition %s is a foreign table, which cannot have row-level security: detach it.',
          item.name);
      end loop;

      if exists (
        select
        from pg_inherits as i
        join pg_class as child on child.oid = i.inhrelid
        where (i.inhrelid = target or i.inhparent = target)
          and not child.relispartition)
      then
        return next format(
          '%s takes part in table inheritance, and reading a parent does not apply the policies of its children: end it'
            ' (alter table ... no inherit ...), or use partitions.',
          t.name);
      end if;

      -- Columns
      select exists (select from pg_index as i where i.indrelid = target and i.indisprimary)
      into has_primary_key;
      if not has_primary_key then
        return next format(
          '%s has no primary key: add one, for example alter table %1$s add primary key (%I, id).',
          t.name,
          tenant_column);
      end if;

      select a.attnum, a.atttypid, a.attnotnull, a.attgenerated, format_type(a.atttypid, a.atttypmod) as type_name
      into tenant
      from pg_attribute as a
      where a.attrelid = target
        and a.attname = tenant_column
        and a.attnum > 0
        and not a.attisdropped;

      if not pg_has_role(current_user, t.relowner, 'USAGE') then
        -- Refused already, and the rows are not ours to look at.
        null;
      elsif tenant.attnum is null then
        begin
          execute format('select exists (select from %s)', t.name) into rows_found;
          if rows_found then
            return next format(
              '%s has rows and no column %I, and whose they are only you know: alter table %1$s add column %2$I uuid;'
                ' then give each row its tenant.',
              t.name,
              tenant_column);
          end if;
        exception when insufficient_privilege then
          return next format(
            '%s has no column %I, and row-level security keeps this role from looking whether it has rows: alter table'
              ' %1$s add column %2$I uuid, and give each row its tenant.',
            t.name,
            tenant_column);
        end;
      elsif tenant.atttypid <> 'uuid'::regtype then
        return next format(
          'column %I of %s is of type %s, and the tenant is a uuid: convert the column, or name another with'
            ' tenant_column.',
          tenant_column,
          t.name,
          tenant.type_name);
      elsif tenant.attgenerated <> '' then
        return next format(
          'column %I of %s is generated, so it says nothing about who wrote the row: make it an ordinary column.',
          tenant_column,
          t.name);
      elsif not tenant.attnotnull then
        begin
          execute format('select exists (select from %s where %I is null)', t.name, tenant_column) into rows_found;
          if rows_found then
            return next format(
              'column %I of %s is null in some rows: give each of them its tenant.',
              tenant_column,
              t.name);
          end if;
        exception when insufficient_privilege then
          return next format(
            'column %I of %s may be null, and row-level security keeps this role from looking: alter table %2$s alter'
              ' column %1$I set not null.',
            tenant_column,
            t.name);
        end;
      end if;

      for item in
        select
          a.attname,
          format_type(a.atttypid, a.atttypmod) as type_name,
          case when a.attname like '%\_at' then 'timestamptz' else 'text' end as expected,
          a.attgenerated <> '' as generated
        from pg_attribute as a
        where a.attrelid = target
          and not a.attisdropped
          and ((audit and a.attname in ('created_at', 'created_by', 'updated_at', 'updated_by'))
            or (soft_delete and a.attname in ('deleted_at', 'deleted_by')))
          and (a.attgenerated <> ''
            or case when a.attname like '%\_at'
              then a.atttypid <> 'timestamptz'::regtype
              else a.atttypid not in ('text'::regtype, 'varchar'::regtype)
            end)
        order by a.attnum
      loop
        return next format(
          'column %I of %s is %s, but this column is kept as %s: convert or rename it, or protect the table with %s => false.',
          item.attname,
          t.name,
          case when item.generated then 'generated' else 'of type ' || item.type_name end,
          item.expected,
          case when item.attname like 'deleted%' then 'soft_delete' else 'audit' end);
      end loop;

      -- Keys. Uniqueness and foreign keys are checked around row-level security: what does not carry the tenant tells
      -- one tenant about the rows of another, or ties them together. A primary key with a surrogate in it (uuid or
      -- integer) says nothing and may stay.
      for item in
        select
          coalesce(con.conname, ic.relname) as name,
          format('%I.%I', n.nspname, c.relname) as table_name,
          case
            when i.indisprimary then 'primary key'
            when i.indisexclusion then 'exclusion constraint'
            when con.oid is not null then 'unique constraint'
            else 'unique index'
          end as what,
          i.indisprimary
        from rowhouse.table_tree(target) as tree (relid)
        join pg_index as i on i.indrelid = tree.relid
        join pg_class as ic on ic.oid = i.indexrelid
        join pg_class as c on c.oid = tree.relid
        join pg_namespace as n on n.oid = c.relnamespace
        left join pg_constraint as con on con.conindid = i.indexrelid and con.contype in ('p', 'u', 'x')
        left join pg_attribute as a on a.attrelid = i.indrelid and a.attname = tenant_column and not a.attisdropped
        where (i.indisunique or i.indisexclusion)
          and not exists (select from pg_inherits as inh where inh.inhrelid = i.indexrelid)
          and not exists (
            select
            from generate_series(0, i.indnkeyatts - 1) as k (position)
            where i.indkey[k.position] = a.attnum
              and (con.conexclop is null
                or (select o.oprname from pg_operator as o where o.oid = con.conexclop[k.position + 1]) = '='))
          and not (i.indisprimary
            and exists (
              select
              from generate_series(0, i.indnkeyatts - 1) as k (position)
              join pg_attribute as key on key.attrelid = i.indrelid and key.attnum = i.indkey[k.position]
              where key.atttypid in ('uuid'::regtype, 'bigint'::regtype, 'integer'::regtype, 'smallint'::regtype)))
          and coalesce(con.conname, ic.relname) <> all (accept)
        order by c.oid <> target, 2, 1
      loop
        return next format(
          '%s %I of %s does not contain %I, so one tenant''s rows get in the way of another''s and show that they exist:'
            ' %s; or, if it is meant across tenants, accept => array[%2$L].',
          item.what,
          item.name,
          item.table_name,
          tenant_column,
          case
            when item.indisprimary then format('put %I first in it', tenant_column)
            else format('replace it by one that starts with %I', tenant_column)
              || case when item.what = 'exclusion constraint' then ' with =' else '' end
          end);
      end loop;

      for item in
        select
          k.conname,
          k.conrelid::regclass as from_table,
          k.confrelid::regclass as to_table,
          (select string_agg(quote_ident(a.attname), ', ' order by u.position)
            from unnest(k.conkey) with ordinality as u (attnum, position)
            join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = u.attnum) as from_columns,
          (select string_agg(quote_ident(a.attname), ', ' order by u.position)
            from unnest(k.confkey) with ordinality as u (attnum, position)
            join pg_attribute as a on a.attrelid = k.confrelid and a.attnum = u.attnum) as to_columns
        from pg_constraint as k
        left join pg_attribute as f on f.attrelid = k.conrelid and f.attname = tenant_column and not f.attisdropped
        left join pg_attribute as r on r.attrelid = k.confrelid and r.attname = tenant_column and not r.attisdropped
        where k.contype = 'f'
          and k.conparentid = 0
          and (k.conrelid in (select rowhouse.table_tree(target)) or k.confrelid in (select rowhouse.table_tree(target)))
          -- The target is a tenant table even before it has the column; the others are if they have it.
          and (k.conrelid = target or f.attnum is not null)
          and (k.confrelid = target or r.attnum is not null)
          and not exists (
            select
            from unnest(k.conkey, k.confkey) as pair (from_attnum, to_attnum)
            where pair.from_attnum = f.attnum
              and pair.to_attnum = r.attnum)
          and k.conname <> all (accept)
        order by k.conname
      loop
        return next format(
          'foreign key %I from %s to %s does not carry %I, and foreign keys are checked around row-level security, so a'
            ' row may point at another tenant''s: alter table %2$s drop constraint %1$I, add foreign key (%4$I, %5$s)'
            ' references %3$s (%4$I, %6$s), which needs alter table %3$s add unique (%4$I, %6$s) first; or accept =>'
            ' array[%7$L].',
          item.conname,
          item.from_table,
          item.to_table,
          tenant_column,
          item.from_columns,
          item.to_columns,
          item.conname);
      end loop;

      -- Policies and privileges
      for item in
        select p.policy_name, p.kind
        from rowhouse.policy_kinds(target, application_roles, tenant_column) as p
        where p.kind in ('altered', 'open')
      loop
        if item.kind = 'altered' then
          return next format(
            'policy %I on %s is not what protect_table made: drop policy %1$I on %2$s, so that it is made anew.',
            item.policy_name,
            t.name);
        else
          return next format(
            'policy %I on %s is permissive, and permissive policies are joined by OR, so it opens what the tenant policy'
              ' closes: drop policy %1$I on %2$s, or make it restrictive, or give it to a role that no application'
              ' logs in with.',
            item.policy_name,
            t.name);
        end if;
      end loop;

      for item in
        select
          acl.table_name,
          case when acl.grantee = 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(acl.grantee)) end as grantee,
          string_agg(distinct lower(acl.privilege), ', ') as privileges
        from rowhouse.table_privileges(target) as acl
        join pg_class as c on c.oid = acl.relid
        where acl.grantee = 0
          or (acl.relid <> target
            and acl.grantee <> c.relowner
            and pg_get_userbyid(acl.grantee) <> all (application_roles))
        group by acl.relid, acl.table_name, acl.grantee
        order by acl.relid <> target, 1, 2
      loop
        return next format(
          '%s is granted to %s (%s)%s: revoke all on table %1$s from %2$s.',
          item.table_name,
          item.grantee,
          item.privileges,
          case when item.grantee = 'PUBLIC' then ', which is everybody' else ', and a partition is only used through its table' end);
      end loop;

      for item in
        select
          acl.table_name,
          app.rolname as application_role,
          pg_get_userbyid(acl.grantee) as grantee,
          pg_get_userbyid(acl.grantor) as grantor,
          string_agg(distinct lower(acl.privilege), ', ') as privileges
        from rowhouse.table_privileges(target) as acl
        join pg_class as c on c.oid = acl.relid
        cross join unnest(application_roles) as a (role_name)
        join pg_roles as app on app.rolname = a.role_name
        where acl.grantee <> 0
          and acl.grantee <> c.relowner
          and acl.relid = target
          and (acl.privilege not in ('SELECT', 'INSERT', 'DELETE', 'UPDATE')
            or (acl.privilege = 'UPDATE' and (acl.column_name is null or acl.column_name = tenant_column)))
          and case
            when acl.grantee = app.oid then acl.grantor <> c.relowner
            when pg_get_userbyid(acl.grantee) = any (application_roles) then false
            else pg_has_role(app.oid, acl.grantee, 'MEMBER')
          end
        group by acl.table_name, app.rolname, acl.grantee, acl.grantor
        order by 2, 3
      loop
        return next format(
          'role %I holds %s on %s%s, granted by %I, which goes around row-level security or may change the tenant: let'
            ' %5$I revoke it from %6$I.',
          item.application_role,
          item.privileges,
          item.table_name,
          case when item.grantee = item.application_role then '' else format(' through its membership in %I', item.grantee) end,
          item.grantor,
          item.grantee);
      end loop;

      for item in
        select r.role_name
        from unnest(application_roles) as r (role_name)
        where exists (select from pg_roles as p where p.rolname = r.role_name)
          and not has_schema_privilege(r.role_name, t.schema_oid, 'USAGE')
          and not has_schema_privilege(current_user, t.schema_oid, 'USAGE WITH GRANT OPTION')
      loop
        return next format(
          'role %I may not use schema %I, and neither may you grant it: let its owner run grant usage on schema %2$I to'
            ' %1$I.',
          item.role_name,
          t.schema_name);
      end loop;
    end
    $$;

    -- The table and all its partitions.
    create or replace function rowhouse.table_tree(target oid) returns setof oid
      language sql stable
      set search_path = pg_catalog, pg_temp
    as $$
      select target
      union
      select tree.relid::oid
      from pg_partition_tree(target) as tree
    $$;

    -- The privileges on a table, its partitions and their columns, as they were granted.
    create or replace function rowhouse.table_privileges(target oid)
      returns table (
        relid oid,
        table_name text,
        column_name name,
        grantee oid,
        grantor oid,
        privilege text,
        grantable boolean
      )
      language sql stable
      set search_path = pg_catalog, pg_temp
    as $$
      select c.oid, format('%I.%I', n.nspname, c.relname), null::name, acl.grantee, acl.grantor, acl.privilege_type, acl.is_grantable
      from rowhouse.table_tree(target) as tree (relid)
      join pg_class as c on c.oid = tree.relid
      join pg_namespace as n on n.oid = c.relnamespace
      cross join aclexplode(c.relacl) as acl
      union all
      select c.oid, format('%I.%I', n.nspname, c.relname), a.attname, acl.grantee, acl.grantor, acl.privilege_type, acl.is_grantable
      from rowhouse.table_tree(target) as tree (relid)
      join pg_class as c on c.oid = tree.relid
      join pg_namespace as n on n.oid = c.relnamespace
      join pg_attribute as a on a.attrelid = c.oid and not a.attisdropped
      cross join aclexplode(a.attacl) as acl
    $$;

    -- The statements that are still missing for a table to be protected, in the order to run them; none if it is.
    create or replace function rowhouse.protection_statements(
      target oid,
      application_roles name[],
      tenant_column name,
      audit boolean,
      soft_delete boolean
    ) returns setof text
      language plpgsql
      set search_path = pg_catalog, pg_temp
    as $$
    declare
      t record;
      columns name[];
      primary_key name[];
      tenant record;
      item record;
      keyset name[];
      audit_arguments text := case
        when tenant_column = 'tenant_id' then quote_literal('all')
        else format('%L, %L, %L, %L, %L', tenant_column, 'created_at', 'created_by', 'updated_at', 'updated_by')
      end;
      predicate text;
    begin
      select
        c.oid,
        format('%I.%I', n.nspname, c.relname) as name,
        n.nspname as schema_name,
        n.oid as schema_oid,
        c.relrowsecurity,
        c.relforcerowsecurity
      into t
      from pg_class as c
      join pg_namespace as n on n.oid = c.relnamespace
      where c.oid = target;

      columns := array(
        select a.attname
        from pg_attribute as a
        where a.attrelid = target
          and a.attnum > 0
          and not a.attisdropped
        order by a.attnum);
      primary_key := array(
        select a.attname
        from pg_index as i
        cross join generate_series(0, i.indnkeyatts - 1) as k (position)
        join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[k.position]
        where i.indrelid = target
          and i.indisprimary
        order by k.position);

      -- Columns. The default of a new tenant column is set apart: with the column it would be evaluated at once.
      if tenant_column <> all (columns) then
        return next format('alter table %s add column %I uuid', t.name, tenant_column);
        columns := columns || tenant_column;
      end if;

      for item in
        select wanted.column_name, wanted.definition
        from (values
          ('created_at'::name, 'timestamptz not null default now()', audit),
          ('created_by', 'text', audit),
          ('updated_at', 'timestamptz not null default now()', audit),
          ('updated_by', 'text', audit),
          ('deleted_at', 'timestamptz', soft_delete),
          ('deleted_by', 'text', soft_delete)
        ) as wanted (column_name, definition, wanted)
        where wanted.wanted
          and wanted.column_name <> all (columns)
      loop
        return next format('alter table %s add column %I %s', t.name, item.column_name, item.definition);
        columns := columns || item.column_name;
      end loop;

      select a.attnotnull, pg_get_expr(d.adbin, d.adrelid) as default_text
      into tenant
      from pg_attribute as a
      left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = target
        and a.attname = tenant_column
        and not a.attisdropped;
      if tenant.default_text is distinct from 'rowhouse.current_tenant_id()' then
        return next format('alter table %s alter column %I set default rowhouse.current_tenant_id()', t.name, tenant_column);
      end if;
      if tenant.attnotnull is distinct from true then
        return next format('alter table %s alter column %I set not null', t.name, tenant_column);
      end if;

      -- Keys and indexes are told by what they are, not by their names, so that one which was built concurrently counts.
      if primary_key[1] <> tenant_column
        and not exists (
          select
          from rowhouse.usable_indexes(target) as i
          where i.is_key
            and i.key_columns[1] = tenant_column
            and i.key_columns @> primary_key
            and i.key_columns <@ (primary_key || tenant_column))
      then
        return next format(
          'alter table %s add unique (%s)',
          t.name,
          (select string_agg(quote_ident(c.name), ', ' order by c.position)
            from unnest(tenant_column || array_remove(primary_key, tenant_column)) with ordinality as c (name, position)));
      end if;

      if audit or soft_delete then
        keyset := array[tenant_column]
          || case when 'created_at' = any (columns) then array['created_at'::name] else array[]::name[] end
          || array_remove(primary_key, tenant_column);
        if not exists (
          select
          from rowhouse.usable_indexes(target) as i
          where i.key_columns = keyset
            and i.one_direction
            and i.predicate is not distinct from case when soft_delete then '(deleted_at IS NULL)' end)
        then
          return next format(
            'create index on %s (%s)%s',
            t.name,
            (select string_agg(quote_ident(c.name) || case when c.position > 1 then ' desc' else '' end, ', ' order by c.position)
              from unnest(keyset) with ordinality as c (name, position)),
            case when soft_delete then ' where deleted_at is null' else '' end);
        end if;
      end if;

      -- Each trigger as the server prints it, to be recognised, and as a statement.
      for item in
        select
          wanted.trigger_name,
          wanted.printed,
          wanted.statement,
          pg_get_triggerdef(existing.oid) as found,
          existing.tgenabled as enabled
        from (values
          (
            'rowhouse_audit'::name,
            format(
              'CREATE TRIGGER rowhouse_audit BEFORE INSERT OR UPDATE ON %s FOR EACH ROW'
                ' EXECUTE FUNCTION rowhouse.stamp_audit_columns(%s)',
              t.name,
              audit_arguments),
            format(
              'create or replace trigger rowhouse_audit before insert or update on %s for each row'
                ' execute function rowhouse.stamp_audit_columns(%s)',
              t.name,
              audit_arguments),
            audit),
          (
            'rowhouse_soft_delete',
            format(
              'CREATE TRIGGER rowhouse_soft_delete BEFORE UPDATE OF deleted_at, deleted_by ON %s FOR EACH ROW'
                ' WHEN (((old.deleted_at IS DISTINCT FROM new.deleted_at)'
                ' OR (old.deleted_by IS DISTINCT FROM new.deleted_by)))'
                ' EXECUTE FUNCTION rowhouse.stamp_soft_delete()',
              t.name),
            format(
              'create or replace trigger rowhouse_soft_delete before update of deleted_at, deleted_by on %s for each row'
                ' when (old.deleted_at is distinct from new.deleted_at or old.deleted_by is distinct from new.deleted_by)'
                ' execute function rowhouse.stamp_soft_delete()',
              t.name),
            soft_delete)
        ) as wanted (trigger_name, printed, statement, wanted)
        left join pg_trigger as existing on existing.tgrelid = target and existing.tgname = wanted.trigger_name
        where wanted.wanted
      loop
        if item.found is distinct from item.printed then
          return next item.statement;
        end if;
        if item.enabled in ('D', 'R') then
          return next format('alter table %s enable trigger %I', t.name, item.trigger_name);
        end if;
      end loop;

      -- Row-level security. Partitions have no policies of their own: who reaches past their table finds them closed.
      for item in
        select format('%I.%I', n.nspname, c.relname) as name, c.relrowsecurity, c.relforcerowsecurity
        from rowhouse.table_tree(target) as tree (relid)
        join pg_class as c on c.oid = tree.relid
        join pg_namespace as n on n.oid = c.relnamespace
        order by c.oid <> target, 1
      loop
        if not item.relrowsecurity then
          return next format('alter table %s enable row level security', item.name);
        end if;
        if not item.relforcerowsecurity then
          return next format('alter table %s force row level security', item.name);
        end if;
      end loop;

      for item in
        select p.policy_name
        from rowhouse.policy_kinds(target, application_roles, tenant_column) as p
        where p.kind = 'seed'
      loop
        return next format('drop policy %I on %s', item.policy_name, t.name);
      end loop;
      if not exists (select from pg_policy as p where p.polrelid = target and p.polname = 'rowhouse_tenant') then
        predicate := case
          when rowhouse.tenant_predicate(target, tenant_column) like '%SELECT%'
          then format('%I = (select rowhouse.current_tenant_id())', tenant_column)
          else format('%I = rowhouse.current_tenant_id()', tenant_column)
        end;
        return next format('create policy rowhouse_tenant on %s using (%s) with check (%2$s)', t.name, predicate);
      end if;

      -- Privileges. Taking a privilege on the table takes it on the columns too, so this comes before the grants.
      for item in
        select
          acl.table_name,
          acl.column_name,
          pg_get_userbyid(acl.grantee) as role_name,
          string_agg(
            lower(acl.privilege) || case when acl.column_name is null then '' else format(' (%I)', acl.column_name) end,
            ', ' order by acl.privilege) as privileges
        from rowhouse.table_privileges(target) as acl
        where case when acl.grantee = 0 then false else pg_get_userbyid(acl.grantee) = any (application_roles) end
          and (acl.relid <> target
            or (acl.column_name is null and acl.privilege not in ('SELECT', 'INSERT', 'DELETE'))
            or acl.privilege = 'REFERENCES'
            or (acl.privilege = 'UPDATE' and acl.column_name = tenant_column))
        group by acl.relid, acl.table_name, acl.column_name, acl.grantee
        order by acl.relid <> target, acl.table_name, 3, acl.column_name nulls first
      loop
        return next format('revoke %s on table %s from %I', item.privileges, item.table_name, item.role_name);
      end loop;

      for item in
        select
          r.role_name,
          array(
            select p.name
            from unnest(array['select', 'insert', 'delete']) as p (name)
            where not exists (
              select
              from rowhouse.table_privileges(target) as acl
              where acl.relid = target
                and acl.grantee = role.oid
                and acl.column_name is null
                and acl.privilege = upper(p.name))
          ) as missing,
          array(
            select c.name
            from unnest(columns) with ordinality as c (name, position)
            where c.name <> tenant_column
              and (
                not exists (
                  select
                  from rowhouse.table_privileges(target) as acl
                  where acl.relid = target
                    and acl.grantee = role.oid
                    and acl.column_name = c.name
                    and acl.privilege = 'UPDATE')
                or exists (
                  select
                  from rowhouse.table_privileges(target) as acl
                  where acl.relid = target
                    and acl.grantee = role.oid
                    and acl.column_name is null
                    and acl.privilege = 'UPDATE'))
            order by c.position
          ) as not_updatable,
          has_schema_privilege(role.oid, t.schema_oid, 'USAGE') as may_use_schema
        from unnest(application_roles) as r (role_name)
        join pg_roles as role on role.rolname = r.role_name
        order by r.role_name
      loop
        if not item.may_use_schema then
          return next format('grant usage on schema %I to %I', t.schema_name, item.role_name);
        end if;
        if cardinality(item.missing) > 0 then
          return next format('grant %s on table %s to %I', array_to_string(item.missing, ', '), t.name, item.role_name);
        end if;
        if cardinality(item.not_updatable) > 0 then
          return next format(
            'grant update (%s) on table %s to %I',
            (select string_agg(quote_ident(c.name), ', ' order by c.position)
              from unnest(item.not_updatable) with ordinality as c (name, position)),
            t.name,
            item.role_name);
        end if;
      end loop;

      -- A serial column's sequence; identity columns need no privilege.
      for item in
        select format('%I.%I', n.nspname, s.relname) as name, r.role_name
        from pg_depend as d
        join pg_class as s on s.oid = d.objid and s.relkind = 'S'
        join pg_namespace as n on n.oid = s.relnamespace
        cross join unnest(application_roles) as r (role_name)
        where d.classid = 'pg_class'::regclass
          and d.refclassid = 'pg_class'::regclass
          and d.refobjid = target
          and d.deptype = 'a'
          and not has_sequence_privilege(r.role_name, s.oid, 'USAGE')
        order by 1, 2
      loop
        return next format('grant usage on sequence %s to %I', item.name, item.role_name);
      end loop;
    end
    $$;

    -- The valid, immediate indexes of a table on plain columns.
    create or replace function rowhouse.usable_indexes(target oid)
      returns table (key_columns name[], is_key boolean, one_direction boolean, predicate text)
      language sql stable
      set search_path = pg_catalog, pg_temp
    as $$
      select
        array(
          select a.attname
          from generate_series(0, i.indnkeyatts - 1) as k (position)
          join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[k.position]
          order by k.position),
        i.indisunique and i.indpred is null,
        -- After the tenant, which is always compared for equality, all ascending or all descending.
        not exists (
          select
          from generate_series(2, i.indnkeyatts - 1) as k (position)
          where i.indoption[k.position] <> i.indoption[1]),
        pg_get_expr(i.indpred, i.indrelid)
      from pg_index as i
      join pg_class as c on c.oid = i.indexrelid
      join pg_am as m on m.oid = c.relam and m.amname = 'btree'
      where i.indrelid = target
        and i.indisvalid
        and i.indisready
        and i.indimmediate
        and i.indexprs is null
        and not i.indisexclusion
    $$;

    -- The table of that name on the caller's search path, or null.
    create or replace function rowhouse.find_table(table_name text) returns oid
      language plpgsql stable
    as $$
    begin
      return pg_catalog.to_regclass(table_name);
    exception when syntax_error or invalid_name then
      -- Not even the form of a name.
      return null;
    end
    $$;

    -- The statements that protect_table would run, in order; none if the table is protected.
    --
    --   table_name        as in SQL: found on the search path unless qualified, folded to lower case unless quoted
    --   application_role  who is granted the use of the table; null: the registered roles
    --   tenant_column     uuid
    --   audit             created_at, created_by, updated_at, updated_by and the trigger that keeps them
    --   soft_delete       deleted_at, deleted_by
    --   accept            names of foreign keys and unique keys that are meant to reach across tenants
    --
    -- Mended without asking: missing columns (a missing tenant column only while the table is empty), default and not
    -- null of the tenant column, key and index, trigger, row-level security, the policy, also in place of one that
    -- compares with the configured setting and nothing else, and the application roles' privileges.
    -- Everything else is refused, all findings at once, with SQLSTATE RH002.
    create or replace function rowhouse.protect_table_sql(
      table_name text,
      application_role name default null,
      tenant_column name default 'tenant_id',
      audit boolean default true,
      soft_delete boolean default false,
      accept name[] default '{}'
    ) returns setof text
      language plpgsql
    as $$
    declare
      target oid;
      application_roles name[];
      findings text[] := '{}';
    begin
      if application_role is null then
        application_roles := array(select r.role_name from rowhouse.application_role as r order by r.role_name);
        if pg_catalog.cardinality(application_roles) = 0 then
          findings := findings || pg_catalog.format(
            'no application role was named and none is registered: select rowhouse.register_application_role(''app_user''),'
              ' or name one with application_role => ''app_user''.');
        end if;
      else
        application_roles := array[application_role];
      end if;

      target := rowhouse.find_table(table_name);
      if target is null then
        findings := findings
          || pg_catalog.format(
            'there is no table %s on the search path (%s): write the name as in SQL, with its schema, and in double quotes'
              ' if it has capitals.',
            coalesce(table_name, 'null'),
            pg_catalog.array_to_string(pg_catalog.current_schemas(false), ', '))
          || array(
            select f.finding
            from pg_catalog.unnest(application_roles) as r (role_name)
            cross join rowhouse.role_findings(r.role_name, current_user) as f (finding)
            where application_role is not null);
      else
        findings := findings
          || array(
            select rowhouse.protection_findings(
              target, application_roles, tenant_column, coalesce(audit, false), coalesce(soft_delete, false), coalesce(accept, '{}')));
      end if;

      if pg_catalog.cardinality(findings) > 0 then
        raise exception using
          errcode = 'RH002',
          message = pg_catalog.format(
            'Protecting table %s was refused, and nothing was changed. %s',
            coalesce(table_name, 'null'),
            rowhouse.numbered(findings));
      end if;

      return query
      select s.statement
      from rowhouse.protection_statements(
        target, application_roles, tenant_column, coalesce(audit, false), coalesce(soft_delete, false)) as s (statement);
    end
    $$;

    -- Makes a table conform: runs the statements of protect_table_sql and returns how many there were, 0 if the table
    -- was protected already. Such a call does not lock the table. Otherwise it is locked exclusively until the end of
    -- the transaction; on a large one, build its key and index concurrently before, and set lock_timeout.
    create or replace function rowhouse.protect_table(
      table_name text,
      application_role name default null,
      tenant_column name default 'tenant_id',
      audit boolean default true,
      soft_delete boolean default false,
      accept name[] default '{}'
    ) returns integer
      language plpgsql
    as $$
    declare
      statement text;
      statements_run integer := 0;
    begin
      -- Whoever protects the same table at this moment goes first: what he has found missing is there afterwards.
      perform pg_catalog.pg_advisory_xact_lock(
        pg_catalog.hashtextextended('rowhouse.protect_table', coalesce(rowhouse.find_table(table_name)::bigint, 0)));

      if not exists (
        select from rowhouse.protect_table_sql(table_name, application_role, tenant_column, audit, soft_delete, accept))
      then
        return 0;
      end if;

      -- What was found missing may have changed while waiting for the lock, so it is looked up again under it.
      execute pg_catalog.format('lock table %s in access exclusive mode', rowhouse.find_table(table_name)::regclass);
      for statement in
        select s.statement
        from rowhouse.protect_table_sql(table_name, application_role, tenant_column, audit, soft_delete, accept)
          as s (statement)
      loop
        execute statement;
        statements_run := statements_run + 1;
      end loop;
      return statements_run;
    end
    $$;

    -- Search. Full text, JSON containment and fuzzy match use operators that PostgreSQL does not trust with rows which the
    -- policy has not let through, so under row-level security their index is not used. The way around: a function that
    -- looks into the index as a role of its own and returns the keys of the current tenant's rows, to be joined back
    -- under the policy. A wrong key could not show a foreign row.

    -- How a column of a type is searched; no row if it cannot be. In the texts %1$s is the column, %2$s the key.
    create or replace function rowhouse.search_kind(column_type oid)
      returns table (argument_type text, extensions name[], operator_class text, condition text, ranking text)
      language sql stable
      set search_path = pg_catalog, pg_temp
    as $$
      select k.argument_type, k.extensions, k.operator_class, k.condition, k.ranking
      from (
        select coalesce(
          (
            select quote_ident(n.nspname)
            from pg_extension as e
            join pg_namespace as n on n.oid = e.extnamespace
            where e.extname = 'pg_trgm'),
          'public') as trigrams
      ) as s
      cross join lateral (values
        ('tsvector'::regtype, 'tsquery', array['btree_gin'::name], '', '%1$s @@ $1', 'ts_rank_cd(%1$s, $1)'),
        ('jsonb', 'jsonb', array['btree_gin'::name], ' jsonb_path_ops', '%1$s @> $1', '%2$s'),
        (
          'text',
          'text',
          array['btree_gin'::name, 'pg_trgm'],
          ' ' || s.trigrams || '.gin_trgm_ops',
          '%1$s operator(' || s.trigrams || '.%%>) $1',
          s.trigrams || '.word_similarity($1, %1$s)'
        )
      ) as k (searched_type, argument_type, extensions, operator_class, condition, ranking)
      where k.searched_type = case when column_type = 'varchar'::regtype then 'text'::regtype else column_type end
    $$;

    -- The columns of the primary key beside the tenant.
    create or replace function rowhouse.search_key(target oid, tenant_column name) returns name[]
      language sql stable
      set search_path = pg_catalog, pg_temp
    as $$
      select array(
        select a.attname
        from pg_index as i
        cross join generate_series(0, i.indnkeyatts - 1) as k (position)
        join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[k.position]
        where i.indrelid = target
          and i.indisprimary
          and a.attname <> tenant_column
        order by k.position)
    $$;

    -- Whether the current role may make another the owner of something, or let itself do so.
    create or replace function rowhouse.may_hand_over(role_oid oid) returns boolean
      language plpgsql stable
      set search_path = pg_catalog, pg_temp
    as $$
    begin
      if current_setting('server_version_num')::integer < 160000 then
        return pg_has_role(current_user, role_oid, 'MEMBER')
          or (select r.rolcreaterole from pg_roles as r where r.rolname = current_user);
      end if;
      return pg_has_role(current_user, role_oid, 'SET')
        or pg_has_role(current_user, role_oid, 'MEMBER WITH ADMIN OPTION');
    end
    $$;

    -- Everything that stands against searching a column, one line a finding.
    create or replace function rowhouse.search_findings(
      target oid,
      column_name name,
      application_roles name[],
      tenant_column name,
      search_role name
    ) returns setof text
      language plpgsql
      set search_path = pg_catalog, pg_temp
    as $$
    declare
      t record;
      searched record;
      item record;
      key name[] := rowhouse.search_key(target, tenant_column);
      role pg_roles;
    begin
      select
        format('%I.%I', n.nspname, c.relname) as name,
        c.relname as table_name,
        n.nspname as schema_name,
        n.nspowner as schema_owner,
        c.relowner
      into t
      from pg_class as c
      join pg_namespace as n on n.oid = c.relnamespace
      where c.oid = target;

      if not pg_has_role(current_user, t.relowner, 'USAGE') then
        return next format('%s belongs to role %I: run this as that role.', t.name, pg_get_userbyid(t.relowner));
      elsif not pg_has_role(current_user, t.schema_owner, 'USAGE') then
        return next format(
          'schema %I, where the search function goes, belongs to role %I: run this as a role that owns both.',
          t.schema_name,
          pg_get_userbyid(t.schema_owner));
      end if;
      if not exists (
        select
        from rowhouse.policy_kinds(target, application_roles, tenant_column) as p
        where p.kind = 'ours')
      then
        return next format('%s is not protected: select rowhouse.protect_table(%L) first.', t.name, t.name);
      elsif cardinality(key) <> 1 then
        return next format(
          'the primary key of %s has %s columns beside %I, and a search returns one value a row: give it a key of'
            ' (%3$I, id).',
          t.name,
          cardinality(key),
          tenant_column);
      end if;

      select a.atttypid, format_type(a.atttypid, a.atttypmod) as type_name
      into searched
      from pg_attribute as a
      where a.attrelid = target
        and a.attname = column_name
        and a.attnum > 0
        and not a.attisdropped;
      if not found then
        return next format(
          '%s has no column %s: name one of type tsvector, jsonb or text.',
          t.name,
          coalesce(quote_ident(column_name), 'null'));
      elsif not exists (select from rowhouse.search_kind(searched.atttypid)) then
        return next format(
          'column %I of %s is of type %s, and what can be searched is tsvector (full text; for example generated always as'
            ' (to_tsvector(''english'', title)) stored), jsonb (containment) and text (fuzzy match).',
          column_name,
          t.name,
          searched.type_name);
      elsif octet_length(rowhouse.search_function_name(t.table_name, column_name)) > 63 then
        return next format(
          'function %I would have a name of more than 63 bytes: rename the column.',
          rowhouse.search_function_name(t.table_name, column_name));
      end if;

      for item in
        select e.name
        from rowhouse.search_kind(searched.atttypid) as k
        cross join unnest(k.extensions) as e (name)
        where not exists (select from pg_extension as p where p.extname = e.name)
      loop
        return next format(
          'extension %I is missing: create extension %1$I, which the owner of the database may do.',
          item.name);
      end loop;

      select r.*
      into role
      from pg_roles as r
      where r.rolname = search_role;
      if not found then
        return next format(
          'role %s, to whom the search function shall belong, does not exist: create role %1$s nologin.',
          coalesce(quote_ident(search_role), 'null'));
        return;
      end if;
      if role.rolsuper or role.rolbypassrls or role.rolcanlogin then
        return next format(
          'role %I %s, and the search function shall belong to a role for nothing else: name another with search_role.',
          search_role,
          case when role.rolsuper then 'is a superuser' when role.rolbypassrls then 'has BYPASSRLS' else 'can log in' end);
      end if;
      for item in
        select a.role_name
        from unnest(application_roles) as a (role_name)
        join pg_roles as app on app.rolname = a.role_name
        where pg_has_role(app.oid, role.oid, 'MEMBER')
      loop
        return next format(
          'role %I is a member of role %I and would see the rows of all tenants: revoke %2$I from %1$I.',
          item.role_name,
          search_role);
      end loop;
      if not rowhouse.may_hand_over(role.oid) then
        return next format(
          'you may not give a function to role %I: let a role that administers it run grant %1$I to %2$I%3$s.',
          search_role,
          current_user,
          case
            when current_setting('server_version_num')::integer < 160000 then ', and take it back when this has run'
            else ' with inherit false'
          end);
      end if;
    end
    $$;

    create or replace function rowhouse.search_function_name(table_name name, column_name name) returns text
      language sql immutable
      return table_name::text || '_' || column_name::text || '_ids';

    -- The statements that are still missing for a column to be searched, in the order to run them; none if it is.
    create or replace function rowhouse.search_statements(
      target oid,
      column_name name,
      application_roles name[],
      tenant_column name,
      search_role name
    ) returns setof text
      language plpgsql
      set search_path = pg_catalog, pg_temp
    as $$
    declare
      t record;
      kind record;
      item record;
      existing record;
      key_column name := (rowhouse.search_key(target, tenant_column))[1];
      key_type text;
      role_oid oid := (select r.oid from pg_roles as r where r.rolname = search_role);
      only_alive boolean;
      missing text;
      function_name text;
      signature text;
      body text;
      is_made boolean;
      membership_needed boolean;
    begin
      select
        format('%I.%I', n.nspname, c.relname) as name,
        c.relname as table_name,
        n.nspname as schema_name,
        n.oid as schema_oid
      into t
      from pg_class as c
      join pg_namespace as n on n.oid = c.relnamespace
      where c.oid = target;
      select format_type(a.atttypid, null)
      into key_type
      from pg_attribute as a
      where a.attrelid = target
        and a.attname = key_column;
      select k.*
      into kind
      from pg_attribute as a
      cross join rowhouse.search_kind(a.atttypid) as k
      where a.attrelid = target
        and a.attname = column_name;
      only_alive := exists (
        select
        from pg_attribute as a
        where a.attrelid = target
          and a.attname = 'deleted_at'
          and not a.attisdropped);

      -- The index is told by what it is, so that one which was built concurrently counts.
      if not exists (
        select
        from pg_index as i
        join pg_class as c on c.oid = i.indexrelid
        join pg_am as m on m.oid = c.relam and m.amname = 'gin'
        join pg_attribute as first_key on first_key.attrelid = target and first_key.attnum = i.indkey[0]
        join pg_attribute as second_key on second_key.attrelid = target and second_key.attnum = i.indkey[1]
        join pg_opclass as o on o.oid = i.indclass[1]
        where i.indrelid = target
          and i.indisvalid
          and i.indnkeyatts = 2
          and first_key.attname = tenant_column
          and second_key.attname = column_name
          and (kind.operator_class = '' or kind.operator_class like '%' || o.opcname)
          and pg_get_expr(i.indpred, i.indrelid) is not distinct from case when only_alive then '(deleted_at IS NULL)' end)
      then
        return next format(
          'create index on %s using gin (%I, %I%s)%s',
          t.name,
          tenant_column,
          column_name,
          kind.operator_class,
          case when only_alive then ' where deleted_at is null' else '' end);
      end if;

      -- What the search role may see, and that it sees all of it.
      if not has_schema_privilege(role_oid, t.schema_oid, 'USAGE') then
        return next format('grant usage on schema %I to %I', t.schema_name, search_role);
      end if;
      select string_agg(quote_ident(c.name), ', ' order by c.position)
      into missing
      from unnest(
          array[tenant_column, key_column, column_name]
          || case when only_alive then array['deleted_at'::name] else array[]::name[] end)
        with ordinality as c (name, position)
      where not has_column_privilege(role_oid, target, c.name, 'SELECT');
      if missing is not null then
        return next format('grant select (%s) on table %s to %I', missing, t.name, search_role);
      end if;
      if not exists (
        select
        from pg_policy as p
        where p.polrelid = target
          and p.polname = 'rowhouse_search'
          and p.polroles = array[role_oid]
          and pg_get_expr(p.polqual, p.polrelid) = 'true')
      then
        if exists (select from pg_policy as p where p.polrelid = target and p.polname = 'rowhouse_search') then
          return next format('drop policy rowhouse_search on %s', t.name);
        end if;
        return next format('create policy rowhouse_search on %s for select to %I using (true)', t.name, search_role);
      end if;

      -- The function. Its parameters go by number, so that no column can be taken for one. What matches is materialized,
      -- or a plan for any limit would walk the primary key instead of the index.
      function_name := format('%I.%I', t.schema_name, rowhouse.search_function_name(t.table_name, column_name));
      signature := format('%s(%s, integer)', function_name, kind.argument_type);
      body := format(
        $body$
begin
  return query
  with found (key, rank) as materialized (
    select t.%1$I, %6$s
    from %2$s as t
    where t.%3$I = rowhouse.current_tenant_id()
      and %4$s%5$s
  )
  select f.key
  from found as f
  order by f.rank desc
  limit $2;
end
$body$,
        key_column,
        t.name,
        tenant_column,
        format(kind.condition, format('t.%I', column_name)),
        case when only_alive then E'\n      and t.deleted_at is null' else '' end,
        format(kind.ranking, format('t.%I', column_name), format('t.%I', key_column)));

      select p.oid, p.prosrc = body and p.prosecdef and p.proowner = role_oid as is_as_made
      into existing
      from pg_proc as p
      where p.oid = to_regprocedure(signature);
      is_made := coalesce(existing.is_as_made, false);
      if existing.oid is not null and not is_made then
        return next format('drop function %s', signature);
      end if;
      if not is_made then
        return next format(
          $create$
create function %1$s(query %2$s, max_rows integer default 1000) returns setof %3$s
  language plpgsql stable parallel safe security definer rows 100
  set search_path = pg_catalog, pg_temp
as $function$%4$s$function$
$create$,
          function_name,
          kind.argument_type,
          key_type,
          body);
        return next format('revoke all on function %s from public', signature);
      end if;
      for item in
        select a.role_name
        from unnest(application_roles) as a (role_name)
        where case
          when is_made then not has_function_privilege(a.role_name, existing.oid, 'EXECUTE')
          else true
        end
        order by a.role_name
      loop
        return next format('grant execute on function %s to %I', signature, item.role_name);
      end loop;
      if not is_made then
        -- The new owner needs, for this moment, to be one that the old may become and that may create here.
        membership_needed := not pg_has_role(
          current_user,
          role_oid,
          case when current_setting('server_version_num')::integer < 160000 then 'MEMBER' else 'SET' end);
        if membership_needed then
          return next format('grant %I to current_user', search_role);
        end if;
        return next format('grant create on schema %I to %I', t.schema_name, search_role);
        return next format('alter function %s owner to %I', signature, search_role);
        return next format('revoke create on schema %I from %I', t.schema_name, search_role);
        if membership_needed then
          return next format('revoke %I from current_user', search_role);
        end if;
      end if;
    end
    $$;

    -- The statements that make_searchable would run, in order; none if the column can be searched already.
    --
    --   table_name, application_role, tenant_column   as for protect_table_sql
    --   column_name   tsvector: full text (@@), best match first
    --                 jsonb: containment (@>), highest key first
    --                 text, varchar: fuzzy match of words (%> of pg_trgm), best match first
    --   search_role   who owns the function: a role that nobody logs in with and nobody is a member of
    --
    -- The function is named <table>_<column>_ids(query, max_rows default 1000) and returns the keys of rows of the current
    -- tenant, of those not soft-deleted where the table has deleted_at. They are joined back under the policy:
    --
    --   select ... from document where id = any (array(select document_search_ids(websearch_to_tsquery('english', $1))))
    --
    -- The array(select ...) has the function run once; without it the planner runs it too.
    --
    -- Refused, all findings at once, with SQLSTATE RH002.
    create or replace function rowhouse.make_searchable_sql(
      table_name text,
      column_name name,
      application_role name default null,
      tenant_column name default 'tenant_id',
      search_role name default 'rowhouse_search'
    ) returns setof text
      language plpgsql
    as $$
    declare
      target oid := rowhouse.find_table(table_name);
      application_roles name[];
      findings text[] := '{}';
    begin
      application_roles := case
        when application_role is null then array(select r.role_name from rowhouse.application_role as r order by r.role_name)
        else array[application_role]
      end;
      if target is null then
        findings := findings || pg_catalog.format(
          'there is no table %s on the search path (%s): write the name as in SQL, with its schema, and in double quotes'
            ' if it has capitals.',
          coalesce(table_name, 'null'),
          pg_catalog.array_to_string(pg_catalog.current_schemas(false), ', '));
      else
        findings := array(
          select rowhouse.search_findings(target, column_name, application_roles, tenant_column, search_role));
      end if;

      if pg_catalog.cardinality(findings) > 0 then
        raise exception using
          errcode = 'RH002',
          message = pg_catalog.format(
            'Making column %s of table %s searchable was refused, and nothing was changed. %s',
            coalesce(column_name, 'null'),
            coalesce(table_name, 'null'),
            rowhouse.numbered(findings));
      end if;

      return query
      select s.statement
      from rowhouse.search_statements(target, column_name, application_roles, tenant_column, search_role) as s (statement);
    end
    $$;

    -- Lets the current tenant search a column through its index: runs the statements of make_searchable_sql and returns how
    -- many there were. On a large table, build the index concurrently before.
    create or replace function rowhouse.make_searchable(
      table_name text,
      column_name name,
      application_role name default null,
      tenant_column name default 'tenant_id',
      search_role name default 'rowhouse_search'
    ) returns integer
      language plpgsql
    as $$
    declare
      statement text;
      statements_run integer := 0;
    begin
      perform pg_catalog.pg_advisory_xact_lock(
        pg_catalog.hashtextextended('rowhouse.protect_table', coalesce(rowhouse.find_table(table_name)::bigint, 0)));
      for statement in
        select s.statement
        from rowhouse.make_searchable_sql(table_name, column_name, application_role, tenant_column, search_role)
          as s (statement)
      loop
        execute statement;
        statements_run := statements_run + 1;
      end loop;
      return statements_run;
    end
    $$;

    -- Closes new tables from the moment they exist: an event trigger enables and forces row-level security on each new
    -- table that has the tenant column, and takes away the privileges that go around it. Without a policy nobody reads
    -- or writes its rows until protect_table was called. Covers create table (also like, partition of, as), select into
    -- and tables made with create schema; not a tenant column that an existing table gets later.
    --
    --   schema_names   null: all but the system's
    --
    -- Needs a superuser, because PostgreSQL lets only superusers make event triggers. What the trigger runs is made
    -- here, belongs to the superuser and reads nothing that anybody else could change.
    create or replace function rowhouse.guard_new_tables(
      schema_names name[] default null,
      tenant_column name default 'tenant_id'
    ) returns void
      language plpgsql
      set search_path = pg_catalog, pg_temp
    as $guard$
    begin
      -- A function made by somebody else before would stay his when replaced: it is dropped.
      drop event trigger if exists rowhouse_guard_new_tables;
      drop function if exists rowhouse.guard_new_table();
      execute format(
        $sql$
        create function rowhouse.guard_new_table() returns event_trigger
          language plpgsql
          set search_path = pg_catalog, pg_temp
        as $body$
        declare
          created record;
          privileges record;
        begin
          for created in
            select c.oid, format('%%I.%%I', n.nspname, c.relname) as name
            from pg_event_trigger_ddl_commands() as d
            join pg_class as c on c.oid = d.objid and c.relkind in ('r', 'p') and c.relpersistence <> 't'
            join pg_namespace as n on n.oid = c.relnamespace
            where d.classid = 'pg_class'::regclass
              and d.command_tag in ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO')
              and not d.in_extension
              and n.nspname not like 'pg\_%%'
              and n.nspname not in ('information_schema', 'rowhouse')
              and (%1$L::name[] is null or n.nspname = any (%1$L::name[]))
              and exists (
                select
                from pg_attribute as a
                where a.attrelid = c.oid
                  and a.attname = %2$L
                  and not a.attisdropped)
          loop
            execute format('alter table %%s enable row level security', created.name);
            execute format('alter table %%s force row level security', created.name);
            for privileges in
              select
                case when acl.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(acl.grantee)) end as grantee,
                string_agg(acl.privilege_type, ', ') as names
              from pg_class as c
              cross join aclexplode(c.relacl) as acl
              where c.oid = created.oid
                and acl.grantee <> c.relowner
                and acl.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
              group by acl.grantee
            loop
              execute format('revoke %%s on table %%s from %%s', privileges.names, created.name, privileges.grantee);
            end loop;
          end loop;
        end
        $body$
        $sql$,
        schema_names,
        tenant_column);
      revoke all on function rowhouse.guard_new_table() from public;
      create event trigger rowhouse_guard_new_tables
        on ddl_command_end
        when tag in ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'CREATE SCHEMA')
        execute function rowhouse.guard_new_table();
    exception when insufficient_privilege then
      raise exception using
        errcode = 'insufficient_privilege',
        message = format(
          'Guarding new tables as role %I: PostgreSQL lets only superusers make event triggers (%s). Let a superuser run'
            ' select rowhouse.guard_new_tables() in this database, or do without: protect_table works without it.',
          current_user,
          sqlerrm);
    end
    $guard$;

    -- The settings are chosen anew, so that the functions which carry them are of this version too.
    perform rowhouse.configure(c.tenant_setting, c.actor_setting)
    from rowhouse.configuration as c;

    insert into rowhouse.version (version)
    values (script_version);
  end if;

  -- Settings: chosen at the first installation, kept afterwards.
  select
    nullif(current_setting('rowhouse.tenant_setting', true), '') as tenant_setting,
    nullif(current_setting('rowhouse.actor_setting', true), '') as actor_setting,
    coalesce(current_setting('rowhouse.application_role', true), '') as application_roles
  into wanted;

  select c.tenant_setting, c.actor_setting
  into configured
  from rowhouse.configuration as c;

  if configured.tenant_setting is null then
    perform rowhouse.configure(
      coalesce(wanted.tenant_setting, 'app.current_tenant_id'),
      coalesce(wanted.actor_setting, 'app.current_actor'));
  elsif wanted.tenant_setting <> configured.tenant_setting or wanted.actor_setting <> configured.actor_setting then
    -- Two applications that disagree would take the database from each other, start by start.
    raise exception using
      errcode = 'RH003',
      message = format(
        'Installing Rowhouse %s with settings %s and %s: this database was installed with %s and %s, and the applications'
          ' that run on it send these. Use them here too, or change the database on purpose: select'
          ' rowhouse.configure(%L, %L).',
        script_version,
        coalesce(wanted.tenant_setting, configured.tenant_setting),
        coalesce(wanted.actor_setting, configured.actor_setting),
        configured.tenant_setting,
        configured.actor_setting,
        coalesce(wanted.tenant_setting, configured.tenant_setting),
        coalesce(wanted.actor_setting, configured.actor_setting));
  end if;

  if installed_version < script_version then
    -- Everybody may ask who he is: policies and defaults are evaluated as whoever runs the statement. The rest is the
    -- owner's.
    revoke all on all functions in schema rowhouse from public;
    grant usage on schema rowhouse to public;
    grant execute on function
      rowhouse.current_tenant_id(), rowhouse.current_actor(), rowhouse.refuse_tenant(text)
      to public;
  end if;

  for role_name in
    select trim(r.name)::name
    from string_to_table(wanted.application_roles, ',') as r (name)
    where trim(r.name) <> ''
      and not exists (select from rowhouse.application_role as a where a.role_name = trim(r.name))
  loop
    perform rowhouse.register_application_role(role_name);
  end loop;

  perform set_config('search_path', search_path_before, true);
end
$rowhouse$;
