-- Second factor, trusted browsers, sessions one can look at, lockout, invitations, and signing keys in a fixed order.

-- The key that secrets at rest are encrypted with, unless the operator sets one. There is one.
CREATE TABLE encryption_keys (
  only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  key        bytea NOT NULL CHECK (octet_length(key) = 32),
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

-- A second factor that is not confirmed yet is not asked for. Codes of `last_step` and of earlier steps are used up.
CREATE TABLE user_totp (
  user_id      uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  secret       bytea NOT NULL,
  created_at   timestamptz(3) NOT NULL,
  confirmed_at timestamptz(3),
  last_step    bigint NOT NULL DEFAULT 0
);

-- Each code is 80 random bits, so a plain SHA-256 of it is enough. A used one is deleted.
CREATE TABLE recovery_codes (
  user_id   uuid NOT NULL REFERENCES user_totp (user_id) ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  PRIMARY KEY (user_id, code_hash)
);

-- Sign-ins whose password was right and whose second factor is still to come.
CREATE TABLE sign_in_challenges (
  token_hash bytea PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  tries      int NOT NULL DEFAULT 0,
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX sign_in_challenges_user_idx ON sign_in_challenges (user_id);
CREATE INDEX sign_in_challenges_expires_idx ON sign_in_challenges (expires_at);

CREATE TABLE trusted_browsers (
  id           uuid PRIMARY KEY,
  user_id      uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  token_hash   bytea NOT NULL UNIQUE,
  address      text NOT NULL,
  user_agent   text NOT NULL,
  created_at   timestamptz(3) NOT NULL,
  last_used_at timestamptz(3) NOT NULL,
  expires_at   timestamptz(3) NOT NULL
);
CREATE INDEX trusted_browsers_user_idx ON trusted_browsers (user_id);

-- One row per sign-in: what its family of refresh tokens is called for its user. `ends_at` is when it ends whatever
-- happens; null means that it lives as long as it is renewed.
CREATE TABLE sessions (
  family       uuid PRIMARY KEY,
  user_id      uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  address      text NOT NULL,
  user_agent   text NOT NULL,
  created_at   timestamptz(3) NOT NULL,
  last_used_at timestamptz(3) NOT NULL,
  expires_at   timestamptz(3) NOT NULL,
  ends_at      timestamptz(3),
  ended_at     timestamptz(3)
);
CREATE INDEX sessions_user_idx ON sessions (user_id);
CREATE INDEX sessions_expires_idx ON sessions (expires_at);
INSERT INTO sessions (family, user_id, address, user_agent, created_at, last_used_at, expires_at, ended_at)
  SELECT family, min(user_id::text)::uuid, '', '', min(created_at), max(created_at), max(expires_at), min(revoked_at)
  FROM refresh_tokens GROUP BY family;
ALTER TABLE refresh_tokens DROP COLUMN revoked_at;
ALTER TABLE refresh_tokens ADD CONSTRAINT refresh_tokens_family_fkey
  FOREIGN KEY (family) REFERENCES sessions (family) ON DELETE CASCADE;

-- Wrong passwords and codes. The key is a hash, so that a password typed into the wrong field is not kept.
CREATE TABLE sign_in_failures (
  key          bytea PRIMARY KEY,
  count        int NOT NULL,
  locked_until timestamptz(3) NOT NULL,
  last_at      timestamptz(3) NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX sign_in_failures_last_idx ON sign_in_failures (last_at);

ALTER TABLE one_time_tokens DROP CONSTRAINT one_time_tokens_purpose_check;
ALTER TABLE one_time_tokens ADD CONSTRAINT one_time_tokens_purpose_check
  CHECK (purpose IN ('setup', 'sign-in', 'password-reset'));
CREATE INDEX one_time_tokens_user_idx ON one_time_tokens (user_id);

CREATE TABLE invitations (
  id         uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  email      text NOT NULL CHECK (email = lower(email)),
  grants     jsonb NOT NULL,
  invited_by uuid REFERENCES users (id) ON DELETE SET NULL,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT invitations_email_key UNIQUE (account_id, email)
);

-- Keys come one after the other: two programs that make the next one at the same time agree, because its number is
-- taken once. A key is published before it signs.
ALTER TABLE signing_keys ADD COLUMN generation int;
ALTER TABLE signing_keys ADD COLUMN signs_from timestamptz(3);
UPDATE signing_keys k SET signs_from = created_at, generation = numbered.n,
    retire_at = coalesce(retire_at, created_at + interval '91 days')
  FROM (SELECT kid, row_number() OVER (ORDER BY created_at, kid) AS n FROM signing_keys) numbered
  WHERE numbered.kid = k.kid;
ALTER TABLE signing_keys ALTER COLUMN generation SET NOT NULL;
ALTER TABLE signing_keys ALTER COLUMN signs_from SET NOT NULL;
ALTER TABLE signing_keys ALTER COLUMN retire_at SET NOT NULL;
ALTER TABLE signing_keys ADD CONSTRAINT signing_keys_generation_key UNIQUE (generation);
