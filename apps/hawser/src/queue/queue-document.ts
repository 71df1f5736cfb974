import type { QueueReport, ShardReport } from './read-queue.ts';

/** The report as `--json` prints it: like the resources of the HTTP interface, with times in RFC 3339. */
export function queueDocument(report: QueueReport) {
  return {
    kind: 'streams',
    queue: report.name,
    tenant_id: report.tenantId,
    at: new Date(report.at).toISOString(),
    shards: report.shards.map(shardDocument),
    journals: report.journals.map(({ journal, shard, stored, counted, storedAt }) => ({
      journal,
      shard,
      stored,
      counted,
      stored_at: storedAt === null ? null : new Date(storedAt).toISOString(),
    })),
    more_journals: report.moreJournals,
  };
}

function shardDocument({ stream, state, oldestAgeMs }: ShardReport) {
  return {
    shard: stream.shard,
    key: stream.key,
    entries: stream.entries,
    lag: stream.lag,
    pending: stream.pending,
    owner: state?.owner ?? null,
    epoch: state?.epoch ?? null,
    lease_left_ms: state === null ? null : Math.round(state.leaseLeftMs),
    offset: state?.offset ?? null,
    oldest_age_ms: oldestAgeMs,
  };
}
