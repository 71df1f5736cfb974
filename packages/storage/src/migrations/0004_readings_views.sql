-- What questions are asked of, whatever keeps the readings: with TimescaleDB these views also cover its hypertable and
-- continuous aggregates (readings/timescale/adopt-timescale.ts). A bucket may come in several rows, to be summed up.

alter table series add column protocol text;

create view all_readings as
  select time, series_id, value, quality, value_text from readings;

create view all_readings_1m as
  select series_id, bucket, count, good_count, sum, min, max, first, first_time, last, last_time from readings_1m
  union all
  select series_id, bucket, count::bigint, good_count::bigint, sum, min, max, first, first_time, last, last_time
  from rollup_partials;

create view all_readings_1h as
  select series_id, bucket, count, good_count, sum, min, max, first, first_time, last, last_time from readings_1h
  union all
  select series_id, bucket, count::bigint, good_count::bigint, sum, min, max, first, first_time, last, last_time
  from rollup_partials;

-- How long readings are kept, as `hawser db policies` has set it; it wins over what the scheduler was started with.
create table retention_policies (
  resolution  text primary key check (resolution in ('raw', '1m', '1h')),
  keep        interval -- null keeps for ever
);

-- Database roles that may read one account's readings.
create table account_readers (
  role_name   name primary key,
  account_id  uuid not null references accounts (id) on delete cascade
);

-- A reader sees what belongs to its account and nothing else. The barrier keeps functions in a reader's own conditions
-- from being shown other rows before they are filtered out.
create view account_readings with (security_barrier) as
  select r.time, a.name as agent, s.device, s.metric, r.value, s.unit, r.value_text as text
  from account_readers p
  join series s on s.account_id = p.account_id
  join agents a on a.id = s.agent_id
  join all_readings r on r.series_id = s.id
  where p.role_name = current_user;
