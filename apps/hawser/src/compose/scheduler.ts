import { systemClock } from '@hawser/core';
import type { Lifecycle, Logger, Metrics } from '@hawser/platform';
import { createSchedulerRole } from '@hawser/scheduler';
import { createDeadLetterRepository, createMaintenance, type Database, expireAuditEntries } from '@hawser/storage';
import type { UpSettings } from '../up/settings.ts';
import type { OpenQueue } from './queue.ts';

const DAY_MS = 86_400_000;
/** The embedded database does one thing at a time: ingestion never waits long for one piece. */
const ROLL_UP_ROWS = { embedded: 500, server: 20_000 };
const MEBIBYTE = 1024 * 1024;

interface SchedulerOptions {
  readonly settings: UpSettings;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
}

/** Starts the scheduler. */
export function startScheduler(
  { settings, log, lifecycle }: SchedulerOptions,
  { database, queue, metrics }: { readonly database: Database; readonly queue: OpenQueue; readonly metrics: Metrics },
): void {
  const scheduler = createSchedulerRole(
    {
      retention: {
        rawMs: settings.rawRetentionDays * DAY_MS,
        minuteMs: settings.minuteRetentionDays * DAY_MS,
        hourMs: settings.hourRetentionDays * DAY_MS,
      },
      deadLetterRetentionMs: settings.deadLetterRetentionDays * DAY_MS,
      deadLetterMaxBytesPerAccount: settings.deadLetterMaxMegabytes * MEBIBYTE,
      auditRetentionMs: settings.auditRetentionDays * DAY_MS,
      rollUpRowsAtOnce: settings.databaseUrl === '' ? ROLL_UP_ROWS.embedded : ROLL_UP_ROWS.server,
    },
    {
      maintenance: createMaintenance(database),
      deadLetters: createDeadLetterRepository(database),
      expireAudit: (expiry) => expireAuditEntries(database, expiry),
      forgetJournals: (journals) => queue.forgetJournals(journals),
      log,
      metrics,
      clock: systemClock,
    },
  );
  scheduler.start();
  lifecycle.onStop('scheduler', () => scheduler.stop());
}
