import type { JournalState } from '@hawser/storage';
import { span } from '../text/span.ts';
import { type Column, table } from '../text/table.ts';
import type { QueueReport, ShardReport } from './read-queue.ts';

const NOTHING = '-';
const WHOLE = new Intl.NumberFormat('en');

const SHARD_COLUMNS: readonly Column<ShardReport>[] = [
  { title: 'SHARD', cell: ({ stream }) => String(stream.shard), right: true },
  { title: 'STREAM', cell: ({ stream }) => stream.key },
  {
    title: 'ENTRIES',
    cell: ({ stream }) => (stream.entries === null ? 'missing' : count(stream.entries)),
    right: true,
  },
  { title: 'LAG', cell: ({ stream }) => count(stream.lag), right: true },
  { title: 'PENDING', cell: ({ stream }) => count(stream.pending), right: true },
  { title: 'OLDEST', cell: ({ oldestAgeMs }) => (oldestAgeMs === null ? NOTHING : span(oldestAgeMs)), right: true },
  { title: 'OWNER', cell: ({ state }) => state?.owner ?? NOTHING },
  { title: 'EPOCH', cell: ({ state }) => count(state?.epoch ?? null), right: true },
  { title: 'LEASE', cell: ({ state }) => lease(state?.leaseLeftMs ?? null), right: true },
  { title: 'OFFSET', cell: ({ state }) => state?.offset ?? NOTHING },
];

/** Two tables for a person, and what of them is remarkable. */
export function renderQueue(report: QueueReport): string {
  const parts = [table(SHARD_COLUMNS, report.shards)];
  parts.push(
    report.journals.length === 0 ? 'No journal is known yet.' : table(journalColumns(report.at), report.journals),
  );
  const notes = notesOf(report);
  if (notes.length > 0) parts.push(notes.join('\n'));
  return parts.join('\n\n');
}

function journalColumns(at: number): readonly Column<JournalState>[] {
  return [
    { title: 'JOURNAL', cell: ({ journal }) => journal },
    { title: 'SHARD', cell: ({ shard }) => String(shard), right: true },
    { title: 'STORED', cell: ({ stored }) => count(stored), right: true },
    { title: 'COUNTED', cell: ({ counted }) => count(counted), right: true },
    {
      title: 'LAST',
      cell: ({ storedAt }) => (storedAt === null ? NOTHING : `${span(Math.max(0, at - storedAt))} ago`),
    },
  ];
}

function notesOf({ shards, configuredShards, moreJournals }: QueueReport): string[] {
  const unowned = shards.filter(({ stream, state }) => (stream.entries ?? 0) > 0 && (state?.leaseLeftMs ?? -1) < 0);
  return [
    ...(unowned.length === 0
      ? []
      : [
          `Nobody works off shard ${unowned.map(({ stream }) => stream.shard).join(', ')}: is a hawser ingestion running?`,
        ]),
    ...(shards.length === configuredShards
      ? []
      : [`HAWSER_SHARDS says ${configuredShards}, but the database knows ${shards.length} shards.`]),
    ...(moreJournals ? ['There are more journals; the ones shown were stored last.'] : []),
  ];
}

function count(value: number | null): string {
  return value === null ? NOTHING : WHOLE.format(value);
}

function lease(leftMs: number | null): string {
  if (leftMs === null) return NOTHING;
  return leftMs < 0 ? 'ended' : span(leftMs);
}
