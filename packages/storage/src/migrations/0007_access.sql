-- Who may do what: roles, what is granted to users, fleets that narrow a grant, and API tokens.

-- Composite keys let other tables say "of the same account" in a foreign key.
alter table agents add constraint agents_account_key unique (id, account_id);

alter table users
  add column name text not null default '',
  -- The one that set-up made. It is meant for the first day.
  add column is_default boolean not null default false,
  add column version int not null default 1,
  add column updated_at timestamptz(3) not null default now();
update users set is_default = true where id = (
  select u.id from users u join accounts a on a.id = u.account_id where a.parent_id is null
  order by u.created_at, u.id limit 1);
create index users_account_idx on users (account_id, email);

-- Roles that an account has made; the built-in ones are part of the program.
create table roles (
  id           uuid primary key,
  account_id   uuid not null references accounts (id),
  name         text not null,
  description  text not null default '',
  permissions  jsonb not null,
  version      int not null default 1,
  created_at   timestamptz(3) not null default now(),
  updated_at   timestamptz(3) not null default now(),
  constraint roles_name_key unique (account_id, name)
);

create table fleets (
  id           uuid primary key,
  account_id   uuid not null references accounts (id),
  name         text not null,
  description  text not null default '',
  version      int not null default 1,
  created_at   timestamptz(3) not null default now(),
  updated_at   timestamptz(3) not null default now(),
  constraint fleets_name_key unique (account_id, name),
  constraint fleets_account_key unique (id, account_id)
);

-- An agent may be in several fleets, all of its own account.
create table fleet_members (
  fleet_id    uuid not null,
  agent_id    uuid not null,
  account_id  uuid not null,
  added_at    timestamptz(3) not null default now(),
  primary key (fleet_id, agent_id),
  foreign key (fleet_id, account_id) references fleets (id, account_id) on delete cascade,
  foreign key (agent_id, account_id) references agents (id, account_id) on delete cascade
);
create index fleet_members_agent_idx on fleet_members (agent_id);

-- A role, built-in or own, that a user has in an account, perhaps in those below it, perhaps only for one fleet.
create table grants (
  id           uuid primary key,
  user_id      uuid not null references users (id) on delete cascade,
  built_in     text check (built_in in ('admin', 'operator', 'viewer')),
  role_id      uuid references roles (id),
  account_id   uuid not null references accounts (id) on delete cascade,
  descendants  boolean not null,
  fleet_id     uuid,
  created_at   timestamptz(3) not null default now(),
  constraint grants_one_role check ((built_in is null) <> (role_id is null)),
  constraint grants_one_scope check (fleet_id is null or not descendants),
  constraint grants_once unique nulls not distinct (user_id, built_in, role_id, account_id, descendants, fleet_id),
  foreign key (fleet_id, account_id) references fleets (id, account_id) on delete cascade
);
create index grants_role_idx on grants (role_id) where role_id is not null;
create index grants_fleet_idx on grants (fleet_id) where fleet_id is not null;
create index grants_account_idx on grants (account_id);

insert into grants (id, user_id, built_in, account_id, descendants)
  select gen_random_uuid(), id, role, account_id, true from users;
alter table users drop column role;

-- Keys of the hashes below: without the key, which a copy of the table alone does not hold, a hash cannot be tried.
create table token_keys (
  id          uuid primary key,
  key         bytea not null,
  created_at  timestamptz(3) not null default now()
);

-- Secrets for programs, as HMAC-SHA-256. A token acts for its owner, in one account and those below it.
create table api_tokens (
  id            uuid primary key,
  account_id    uuid not null references accounts (id) on delete cascade,
  user_id       uuid not null references users (id) on delete cascade,
  name          text not null,
  prefix        text not null,
  key_id        uuid not null references token_keys (id),
  secret_hash   bytea not null,
  permissions   jsonb not null,
  created_at    timestamptz(3) not null default now(),
  expires_at    timestamptz(3) not null,
  last_used_at  timestamptz(3),
  constraint api_tokens_prefix_key unique (prefix),
  constraint api_tokens_name_key unique (account_id, name)
);
create index api_tokens_user_idx on api_tokens (user_id);
