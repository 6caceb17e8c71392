-- What a superuser prepares once on the server: an owner for migrations, an ordinary role for the application, and the role
-- that Rowhouse's search functions belong to.
create role petcare_owner login;
create role petcare_app login;
create role rowhouse_search nologin;

do $$
begin
    -- PostgreSQL 15 has no "with inherit false": take the membership back there once the migrations have run.
    execute 'grant rowhouse_search to petcare_owner'
        || case when current_setting('server_version_num')::integer < 160000 then '' else ' with inherit false' end;
end
$$;
