-- The second wall between accounts. What the API does in an account runs as the role hawser_tenant, with two settings that
-- say which account it is: policies then hide the rows of every other one, and refuse to write them. Every other role is
-- let through, because intake, ingestion and sign-in work for all accounts at once; they are the owner of the tables anyway.
--
-- A new table is protected with one line: `select protect_by_account('…')` when it has an account_id, or
-- `select protect_by_parent('…', 'agent_id', 'agents')` when it belongs to a row of a protected table.

-- Roles belong to the server, not to the database: migrations of several databases may make it at the same time.
do $$
declare
  membership constant text := case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end;
begin
  begin
    if not exists (select from pg_roles where rolname = 'hawser_tenant') then
      create role hawser_tenant nologin;
    end if;
  exception when duplicate_object or unique_violation then
    null;
  end;
  begin
    if not pg_has_role(current_user, 'hawser_tenant', membership) then
      execute format('grant hawser_tenant to %I', current_user);
    end if;
  exception when unique_violation then
    null;
  end;
exception when insufficient_privilege then
  raise exception using errcode = 'insufficient_privilege', message = format(
    'the role hawser_tenant is missing or not granted, and %1$I may not do that: run "hawser db init", or as an '
    'administrator: CREATE ROLE hawser_tenant NOLOGIN; GRANT hawser_tenant TO %1$I', current_user);
end
$$;

do $$
begin
  execute format('grant usage on schema %I to hawser_tenant', current_schema());
end
$$;

-- The account that the statement may see with those below it; null, and so nothing, when nobody said.
create function tenant_account() returns uuid language sql stable
  return nullif(current_setting('hawser.account', true), '')::uuid;
create function tenant_path() returns text language sql stable
  return nullif(current_setting('hawser.path', true), '');

-- Hides the rows of a table for which the condition does not hold, and refuses to write them.
create function protect_rows(relation regclass, condition text) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', relation);
  execute format('create policy own_account on %s using ((select current_user <> ''hawser_tenant'') or %s)',
    relation, condition);
  execute format('grant select, insert, update, delete on %s to hawser_tenant', relation);
end
$$;

-- For tables whose rows name their account. The accounts below are looked for only when a row is not of the account
-- itself; `accounts` shows no others.
create function protect_by_account(relation regclass, account_column name default 'account_id') returns void
language sql as $$
  select protect_rows(relation, format('%1$I = (select tenant_account()) or %1$I in (select id from accounts)',
    account_column));
$$;

-- For tables whose rows belong to a row of a protected table.
create function protect_by_parent(relation regclass, key name, parent regclass, parent_key name default 'id')
returns void language sql as $$
  select protect_rows(relation, format('exists (select from %s as parent where parent.%I = %s.%I)',
    parent, parent_key, relation, key));
$$;

select protect_rows('accounts',
  'path = (select tenant_path()) or starts_with(path, (select tenant_path() || ''/''))');
select protect_by_account('users');
select protect_by_account('agents');
select protect_by_account('series');
select protect_by_account('dead_letters');
select protect_by_account('ledger');
select protect_by_account('account_readers');
select protect_by_account('roles');
select protect_by_account('fleets');
select protect_by_account('fleet_members');
select protect_by_account('grants');
select protect_by_account('api_tokens');
select protect_by_account('invitations');
select protect_by_account('oidc_mappings');
select protect_by_account('audit_heads');
select protect_by_account('audit_entries');
select protect_by_parent('refresh_tokens', 'user_id', 'users');
select protect_by_parent('sessions', 'user_id', 'users');
select protect_by_parent('user_totp', 'user_id', 'users');
select protect_by_parent('recovery_codes', 'user_id', 'users');
select protect_by_parent('sign_in_challenges', 'user_id', 'users');
select protect_by_parent('trusted_browsers', 'user_id', 'users');
select protect_by_parent('oidc_identities', 'user_id', 'users');
select protect_by_parent('one_time_tokens', 'user_id', 'users');
select protect_by_parent('agent_credentials', 'agent_id', 'agents');
select protect_by_parent('agent_presence', 'agent_id', 'agents');
select protect_by_parent('latest_readings', 'series_id', 'series');
-- A series is given to the purge by the statement that deletes it, so it is still there for this policy.
select protect_by_parent('series_purge', 'series_id', 'series');

-- What is reached only by the ids of series that were filtered, or says nothing about any account.
grant select on all_readings, all_readings_1m, all_readings_1h, retention_floors,
  shard_offsets, intake_cursors, journal_offsets to hawser_tenant;
