-- Who changed what, and who tried to: one chain of entries per account. Each hash covers the entry, its number and the
-- hash before it, so that an edit or a deletion shows; `hawser audit verify` computes them again.
-- No foreign keys: a chain outlives its account.

-- The newest entry of each chain. The row is locked by whoever appends, so that a chain cannot fork. `checkpoint_…` is
-- the last entry that retention has dropped: what is left is verified from there.
CREATE TABLE audit_heads (
  account_id      uuid PRIMARY KEY,
  seq             bigint NOT NULL,
  hash            bytea NOT NULL,
  checkpoint_seq  bigint NOT NULL DEFAULT 0,
  checkpoint_hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
  checkpoint_at   timestamptz(3),
  CHECK (checkpoint_seq <= seq)
) WITH (fillfactor = 50);

CREATE TABLE audit_entries (
  account_id     uuid NOT NULL,
  seq            bigint NOT NULL,
  hash           bytea NOT NULL,
  at             timestamptz(3) NOT NULL,
  actor_kind     text NOT NULL,
  actor_id       text,
  actor_name     text,
  address        text,
  user_agent     text,
  action         text NOT NULL,
  resource_kind  text NOT NULL,
  resource_id    text,
  resource_name  text,
  outcome        text NOT NULL CHECK (outcome IN ('success', 'denied', 'failed')),
  code           text,
  attempts       int NOT NULL CHECK (attempts > 0),
  correlation_id text,
  before         jsonb,
  after          jsonb,
  PRIMARY KEY (account_id, seq)
);
CREATE INDEX audit_entries_at_idx ON audit_entries (account_id, at, seq);
CREATE INDEX audit_entries_actor_idx ON audit_entries (account_id, actor_id, at, seq);
CREATE INDEX audit_entries_action_idx ON audit_entries (account_id, action text_pattern_ops, at, seq);
CREATE INDEX audit_entries_resource_idx ON audit_entries (account_id, resource_id, at, seq);

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is append-only: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'HA001';
END $$;

CREATE TRIGGER audit_entries_no_update BEFORE UPDATE OR TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_heads_no_delete BEFORE DELETE OR TRUNCATE ON audit_heads
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

-- Only what a checkpoint stands for may go.
CREATE FUNCTION audit_check_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM gone LEFT JOIN audit_heads h USING (account_id)
      WHERE h.checkpoint_seq IS NULL OR gone.seq > h.checkpoint_seq) THEN
    RAISE EXCEPTION 'the audit is append-only: only retention deletes entries' USING ERRCODE = 'HA001';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER audit_entries_delete AFTER DELETE ON audit_entries
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION audit_check_delete();

-- A head moves by one entry at a time; a checkpoint only forward, to an entry that is there.
CREATE FUNCTION audit_check_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.account_id <> OLD.account_id OR NEW.seq NOT IN (OLD.seq, OLD.seq + 1)
    OR (NEW.seq = OLD.seq) <> (NEW.hash = OLD.hash) OR NEW.checkpoint_seq < OLD.checkpoint_seq
    OR (NEW.checkpoint_seq > OLD.checkpoint_seq AND NOT EXISTS (SELECT FROM audit_entries e
      WHERE e.account_id = NEW.account_id AND e.seq = NEW.checkpoint_seq AND e.hash = NEW.checkpoint_hash)) THEN
    RAISE EXCEPTION 'the audit is append-only: this change of a chain''s head is refused' USING ERRCODE = 'HA001';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER audit_heads_update BEFORE UPDATE ON audit_heads
  FOR EACH ROW EXECUTE FUNCTION audit_check_head();
