-- Accounts, users, sessions, agents. Times have millisecond precision, because that is what the program reads back.

-- Accounts form a tree; `path` is the names from the root down, for questions about descendants.
CREATE TABLE accounts (
  id         uuid PRIMARY KEY,
  name       text NOT NULL,
  parent_id  uuid REFERENCES accounts (id),
  path       text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT accounts_name_key UNIQUE (name),
  CONSTRAINT accounts_path_key UNIQUE (path)
);
CREATE INDEX accounts_parent_idx ON accounts (parent_id, name);
-- There is one root.
CREATE UNIQUE INDEX accounts_root_key ON accounts ((true)) WHERE parent_id IS NULL;

CREATE TABLE users (
  id              uuid PRIMARY KEY,
  account_id      uuid NOT NULL REFERENCES accounts (id),
  email           text NOT NULL CHECK (email = lower(email)),
  password_hash   text NOT NULL,
  role            text NOT NULL CHECK (role IN ('admin')),
  disabled        boolean NOT NULL DEFAULT false,
  created_at      timestamptz(3) NOT NULL DEFAULT now(),
  last_sign_in_at timestamptz(3),
  CONSTRAINT users_email_key UNIQUE (email)
);

-- One row per refresh token; a family is the chain that began with one sign-in. Used ones stay, so that reuse shows.
CREATE TABLE refresh_tokens (
  id         uuid PRIMARY KEY,
  family     uuid NOT NULL,
  user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  used_at    timestamptz(3),
  revoked_at timestamptz(3)
);
CREATE INDEX refresh_tokens_family_idx ON refresh_tokens (family);
CREATE INDEX refresh_tokens_expires_idx ON refresh_tokens (expires_at);

CREATE TABLE one_time_tokens (
  token_hash bytea PRIMARY KEY,
  purpose    text NOT NULL CHECK (purpose IN ('setup', 'sign-in')),
  user_id    uuid REFERENCES users (id) ON DELETE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL
);

-- Keys that sign access tokens, as JWKs. A retired one is still published until its tokens have expired.
CREATE TABLE signing_keys (
  kid         text PRIMARY KEY,
  private_jwk jsonb NOT NULL,
  public_jwk  jsonb NOT NULL,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  retire_at   timestamptz(3)
);

CREATE TABLE agents (
  id          uuid PRIMARY KEY,
  account_id  uuid NOT NULL REFERENCES accounts (id),
  name        text NOT NULL,
  description text NOT NULL DEFAULT '',
  tags        jsonb NOT NULL DEFAULT '[]',
  disabled    boolean NOT NULL DEFAULT false,
  version     int NOT NULL DEFAULT 1,
  created_at  timestamptz(3) NOT NULL DEFAULT now(),
  updated_at  timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT agents_name_key UNIQUE (account_id, name)
);

-- What an agent signs in to MQTT with. The password is 256 random bits, so a plain SHA-256 of it is enough.
CREATE TABLE agent_credentials (
  id            uuid PRIMARY KEY,
  agent_id      uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
  username      text NOT NULL UNIQUE,
  password_hash bytea NOT NULL,
  created_at    timestamptz(3) NOT NULL DEFAULT now(),
  revoked_at    timestamptz(3)
);
CREATE INDEX agent_credentials_agent_idx ON agent_credentials (agent_id);

-- Last known connection of each agent. `online` counts only while the broker renews the lease: a broker that died does
-- not leave its agents online for ever.
CREATE TABLE agent_presence (
  agent_id        uuid PRIMARY KEY REFERENCES agents (id) ON DELETE CASCADE,
  online          boolean NOT NULL DEFAULT false,
  broker          text,
  session         uuid,
  connected_at    timestamptz(3),
  disconnected_at timestamptz(3),
  lease_until     timestamptz(3),
  last_message_at timestamptz(3)
) WITH (fillfactor = 70);
CREATE INDEX agent_presence_broker_idx ON agent_presence (broker) WHERE online;
