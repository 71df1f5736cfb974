-- Series, readings with their roll-ups, rejects, the ledger and the positions that make ingestion exactly-once.
-- Tables that are updated in place keep room on their pages (fillfactor), so that an update stays on its page and its
-- dead version is pruned without a vacuum: PGlite has no autovacuum.

create table series (
  id          int generated always as identity primary key,
  account_id  uuid not null references accounts (id),
  agent_id    uuid not null references agents (id),
  device      text not null,
  metric      text not null,
  unit        text,
  value_kind  text not null check (value_kind in ('number', 'boolean', 'string', 'mixed')),
  created_at  timestamptz not null default now(),
  unique (agent_id, device, metric)
);
create index series_account on series (account_id, id);

-- Series of deleted agents. Their readings go after a grace period in which commits that knew them can finish.
create table series_purge (
  series_id   int primary key,
  deleted_at  timestamptz not null default now()
);

-- No primary key and no foreign key: exactly-once comes from the shard's offset, not from a constraint.
-- quality: 0 good, 1 uncertain, 2 bad. A string has no value, only a value_text.
create table readings (
  time        timestamptz not null,
  series_id   int not null,
  value       double precision,
  quality     smallint not null,
  value_text  text
) partition by range (time);
-- Ascending, although the newest are asked for first: an index is read backwards as well, but only readings that come at
-- the end of their series fill its pages. No two entries are the same, so looking for duplicates would be in vain.
create index readings_series_time on readings (series_id, time) with (deduplicate_items = off);

create table readings_1m (
  series_id   int not null,
  bucket      timestamptz not null,
  count       bigint not null,
  good_count  bigint not null,
  sum         double precision not null,
  min         double precision not null,
  max         double precision not null,
  first       double precision not null,
  first_time  timestamptz not null,
  last        double precision not null,
  last_time   timestamptz not null,
  primary key (series_id, bucket)
) with (fillfactor = 80);
create index readings_1m_bucket on readings_1m (bucket);

create table readings_1h (
  series_id   int not null,
  bucket      timestamptz not null,
  count       bigint not null,
  good_count  bigint not null,
  sum         double precision not null,
  min         double precision not null,
  max         double precision not null,
  first       double precision not null,
  first_time  timestamptz not null,
  last        double precision not null,
  last_time   timestamptz not null,
  primary key (series_id, bucket)
) with (fillfactor = 50);
create index readings_1h_bucket on readings_1h (bucket);

-- What committed batches add to the roll-ups, until it is merged into them: one row per batch, series and minute.
-- Appended to by every commit and emptied every few seconds, hence without an index.
create table rollup_partials (
  series_id   int not null,
  bucket      timestamptz not null,
  count       int not null,
  good_count  int not null,
  sum         double precision not null,
  min         double precision not null,
  max         double precision not null,
  first       double precision not null,
  first_time  timestamptz not null,
  last        double precision not null,
  last_time   timestamptz not null
);

-- Before the floor, retention has dropped what there was at that resolution.
create table retention_floors (
  resolution  text primary key check (resolution in ('raw', '1m')),
  floor       timestamptz not null
);
insert into retention_floors (resolution, floor) values ('raw', '-infinity'), ('1m', '-infinity');

create table latest_readings (
  series_id   int primary key,
  time        timestamptz not null,
  value       double precision,
  value_text  text,
  quality     smallint not null
) with (fillfactor = 50);

-- No foreign keys from here on: rejects and the ledger outlive the agent they speak of.
create table dead_letters (
  id                uuid primary key,
  account_id        uuid not null,
  agent_id          uuid not null,
  agent_name        text not null,
  service_instance  text not null,
  topic             text not null,
  dialect           text not null,
  kind              text not null,
  content_type      text,
  received_at       timestamptz not null,
  rejected_at       timestamptz not null,
  reason            text not null,
  detail            text not null,
  refused           jsonb,
  payload           bytea not null,
  payload_bytes     int not null,
  replays           int not null,
  replayed_at       timestamptz
);
create index dead_letters_account on dead_letters (account_id, rejected_at desc, id desc);
create index dead_letters_rejected_at on dead_letters (rejected_at);

create table ledger (
  account_id          uuid not null,
  agent_id            uuid not null,
  minute              timestamptz not null,
  messages_received   bigint not null default 0,
  messages_stored     bigint not null default 0,
  messages_duplicate  bigint not null default 0,
  messages_rejected   bigint not null default 0,
  readings_received   bigint not null default 0,
  readings_stored     bigint not null default 0,
  readings_duplicate  bigint not null default 0,
  readings_rejected   bigint not null default 0,
  primary key (account_id, agent_id, minute)
) with (fillfactor = 70);
-- Finds the lines that are to be merged into the one of their hour.
create index ledger_unmerged on ledger (minute)
  where minute <> date_bin('1 hour', minute, timestamptz '1970-01-01 00:00:00+00');

-- How far the readings of a shard are stored, and who may store them: a writer with another epoch is refused.
create table shard_offsets (
  queue        text not null,
  shard        int not null,
  entry_id     text,
  owner        text not null,
  epoch        bigint not null,
  lease_until  timestamptz not null,
  primary key (queue, shard)
) with (fillfactor = 50);

-- How far intake has counted a shard's entries as received.
create table intake_cursors (
  queue     text not null,
  shard     int not null,
  entry_id  text not null,
  primary key (queue, shard)
) with (fillfactor = 50);

-- Sequence numbers seen, one row per agent; the bytes are those of SequenceHistory.
create table dedup_cursors (
  agent_id    uuid primary key,
  state       bytea not null,
  updated_at  timestamptz not null
) with (fillfactor = 50);

create table dedup_ids (
  agent_id     uuid not null,
  id           text not null,
  received_at  timestamptz not null,
  primary key (agent_id, id)
);
create index dedup_ids_received_at on dedup_ids (received_at);
