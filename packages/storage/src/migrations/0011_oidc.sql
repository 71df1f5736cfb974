-- Sign-in through an OpenID provider: who of them is which user, and which of their groups is granted which role.

-- Users that came through a provider have no password.
alter table users alter column password_hash drop not null;

-- What the processes of an installation seal short-lived cookies with: 488 random bits, hashed to the length of a key.
alter table installation add column sealing_key bytea not null
  default sha256(convert_to(gen_random_uuid()::text || gen_random_uuid() || gen_random_uuid() || gen_random_uuid(), 'UTF8'));

-- A person as a provider names them for good; their e-mail address may change, and may once belong to somebody else.
create table oidc_identities (
  issuer      text not null,
  subject     text not null,
  user_id     uuid not null references users (id) on delete cascade,
  created_at  timestamptz(3) not null default now(),
  primary key (issuer, subject),
  constraint oidc_identities_user_key unique (user_id)
);

-- Whoever is in a group has a role, built-in or own, in the account and perhaps in those below it.
create table oidc_mappings (
  id           uuid primary key,
  account_id   uuid not null references accounts (id) on delete cascade,
  group_name   text not null,
  built_in     text check (built_in in ('admin', 'operator', 'viewer')),
  role_id      uuid references roles (id) on delete cascade,
  descendants  boolean not null,
  created_at   timestamptz(3) not null default now(),
  constraint oidc_mappings_one_role check ((built_in is null) <> (role_id is null)),
  constraint oidc_mappings_once unique nulls not distinct (account_id, group_name, built_in, role_id, descendants)
);
create index oidc_mappings_group_idx on oidc_mappings (group_name);
create index oidc_mappings_role_idx on oidc_mappings (role_id) where role_id is not null;

-- Whether a person whose e-mail address the provider has verified becomes the user who has it already.
alter table accounts add column oidc_link_by_email boolean not null default false;
