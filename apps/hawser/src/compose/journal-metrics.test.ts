import { createMetrics } from '@hawser/platform';
import type { JournalStats } from '@hawser/queue/journal';
import { expect, it } from 'vitest';
import { addJournalMetrics } from './journal-metrics.ts';

it('tells what waits in the journal, and in which one of its states it is', async () => {
  const metrics = createMetrics();
  let stats: JournalStats = { spooledEntries: 3, spooledBytes: 900, oldestAgeMs: 1_500, state: 'spooling' };
  addJournalMetrics(metrics, () => stats);
  const text = await metrics.metrics();
  expect(text).toContain('hawser_journal_spooled_entries 3\n');
  expect(text).toContain('hawser_journal_spooled_bytes 900\n');
  expect(text).toContain('hawser_journal_oldest_age_seconds 1.5\n');
  expect(text).toContain('hawser_journal_state{state="spooling"} 1\n');
  expect(text).toContain('hawser_journal_state{state="flowing"} 0\n');
  stats = { spooledEntries: 0, spooledBytes: 0, oldestAgeMs: 0, state: 'flowing' };
  expect(await metrics.metrics()).toMatch(/state="flowing"} 1\n.*state="spooling"} 0\n/);
});
