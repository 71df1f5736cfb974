import { addLevel, Gauge, type Metrics } from '@hawser/platform';
import type { JournalStats } from '@hawser/queue/journal';

const STATES: readonly JournalStats['state'][] = ['flowing', 'spooling', 'full'];

/** Lets the admin listener tell what waits in the journal of this process. */
export function addJournalMetrics(metrics: Metrics, stats: () => JournalStats): void {
  const level = (name: string, help: string, read: () => number) =>
    addLevel(metrics, `hawser_journal_${name}`, help, read);
  level('spooled_entries', 'Messages in the journal that are not in Redis yet.', () => stats().spooledEntries);
  level('spooled_bytes', 'Bytes of those messages.', () => stats().spooledBytes);
  level(
    'oldest_age_seconds',
    'Age of the oldest message that Redis does not take; 0 while it takes them.',
    () => stats().oldestAgeMs / 1_000,
  );
  new Gauge({
    name: 'hawser_journal_state',
    help: '1 for the state that the journal is in: flowing, spooling (Redis takes nothing), full (agents are held back).',
    labelNames: ['state'],
    registers: [metrics],
    collect() {
      const now = stats().state;
      for (const state of STATES) this.set({ state }, state === now ? 1 : 0);
    },
  });
}
