-- What lets many processes ingest one queue, and a queue hand on an entry twice without it being stored twice.

-- Up to which position the entries of a journal are stored, per shard. Written with the shard's offset, by its owner.
create table journal_offsets (
  queue       text not null,
  shard       int not null,
  journal     uuid not null,
  position    bigint not null,
  updated_at  timestamptz not null,
  primary key (queue, shard, journal)
) with (fillfactor = 50);
create index journal_offsets_journal on journal_offsets (journal);

-- The processes that ingest a queue now: they share its shards fairly.
create table ingestion_members (
  queue      text not null,
  owner      text not null,
  heartbeat  timestamptz not null,
  primary key (queue, owner)
) with (fillfactor = 50);

-- A queue entry that is no message of this program belongs to no agent.
alter table dead_letters alter column agent_id drop not null;
