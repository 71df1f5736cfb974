-- Whom an account belongs to, what it may use, how it is to be, and how long it lasts.

alter table accounts
  add column organisation  text not null default '',
  add column contact       jsonb not null default '{"name": "", "email": "", "phone": ""}',
  add column expires_at    timestamptz(3),
  -- What is set on the account itself, by the names of the catalogues in packages/core; what is absent is inherited.
  add column limits        jsonb not null default '{}',
  add column settings      jsonb not null default '{}',
  -- From then on nothing of the account can be used; a job of the scheduler deletes it.
  add column deleting_at   timestamptz(3),
  add column version       int not null default 1,
  add column updated_at    timestamptz(3) not null default now();

-- The account and all above it, the root first. Whoever acts in an account may not see those above it, and is bound by
-- what is decided there all the same: these functions have the rights of the owner of the tables.
create function account_path(account uuid) returns setof accounts
  language sql stable security definer set search_path from current
  as $$
    with recursive up as (
      select a.id, a.parent_id, 0 as depth from accounts a where a.id = account
      union all
      select a.id, a.parent_id, up.depth + 1 from accounts a join up on a.id = up.parent_id)
    select a.* from up join accounts a on a.id = up.id order by up.depth desc
  $$;

-- When an account stops to be usable: it or one above it expires or is being deleted; null is never.
create function account_open_until(account uuid) returns timestamptz
  language sql stable security definer set search_path from current
  as $$
    select min(least(expires_at, deleting_at)) from account_path(account)
  $$;

-- The accounts of the path on which a limit is set, held until the end of the transaction: in the order of the path, so
-- that two claims never wait for each other in a circle. Rows that refer to them can still be written.
create function hold_limit(account uuid, what text) returns table (name text, path text, most bigint)
  language sql volatile security definer set search_path from current
  as $$
    select a.name, a.path, (a.limits ->> what)::bigint from accounts a
    where a.id in (select p.id from account_path(account) p) and a.limits ? what
    order by length(a.path) for no key update
  $$;

-- How many of something there are in an account and all below it; an account does not count as one of its own.
create function count_in_branch(branch text, what text) returns bigint
  language sql stable security definer set search_path from current
  as $$
    with members as (select id from accounts where path = branch or starts_with(path, branch || '/'))
    select case what
      when 'agents' then (select count(*) from agents where account_id in (select id from members))
      when 'users' then (select count(*) from users where account_id in (select id from members))
      when 'child_accounts' then (select count(*) - 1 from members)
    end
  $$;

-- What agents of an account have sent on a day (UTC), as intake has taken it in.
create table account_usage (
  account_id  uuid not null references accounts (id) on delete cascade,
  day         date not null,
  messages    bigint not null,
  bytes       bigint not null,
  primary key (account_id, day)
) with (fillfactor = 50);
create index account_usage_day on account_usage (day);

-- Deletions of accounts that take a while; a row stays for some time after its account is gone.
create table account_deletions (
  account_id    uuid primary key,
  parent_id     uuid not null,
  name          text not null,
  path          text not null,
  rows_done     bigint not null default 0,
  requested_at  timestamptz(3) not null,
  finished_at   timestamptz(3)
) with (fillfactor = 50);
create index account_deletions_parent on account_deletions (parent_id, name);
create index account_deletions_open on account_deletions (requested_at) where finished_at is null;

-- Whose readings those were, so that a deletion knows when they are gone.
alter table series_purge add column account_id uuid;
create index series_purge_account on series_purge (account_id) where account_id is not null;
