-- When accounts came near what they may use, and reached it: one row per limit and level, renewed while it lasts.
create table limit_crossings (
  account_id  uuid not null references accounts (id) on delete cascade,
  name        text not null,
  level       text not null check (level in ('near', 'reached')),
  since       timestamptz(3) not null,
  seen_at     timestamptz(3) not null,
  primary key (account_id, name, level)
) with (fillfactor = 50);

-- Accounts whose agents are turned away at a foreign broker, because a bridge has as much of them set aside as it may.
create table account_holds (
  account_id  uuid primary key references accounts (id) on delete cascade,
  held_until  timestamptz(3) not null
) with (fillfactor = 50);

select protect_by_account('limit_crossings');
select protect_by_account('account_holds');
