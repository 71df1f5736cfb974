import { NO_ACCOUNT } from '@hawser/core';
import { ConfigurationError } from '@hawser/platform';
import {
  applyPolicies,
  createAccountRepository,
  describeEngine,
  migrate,
  type Queryable,
  type ReadingsPolicies,
} from '@hawser/storage';
import { appendCommandEntry } from '../audit/command-entry.ts';
import { withDatabase } from './connect.ts';
import { engineLine } from './migrate.ts';
import type { PolicySettings } from './settings.ts';

const DAY_MS = 86_400_000;

/**
 * Makes the database keep to the retention and compression of the settings; also when they have changed, or when
 * TimescaleDB has appeared since the schema was made.
 *
 * @param say - takes one line for each step
 * @throws ConfigurationError when the settings contradict each other
 */
export async function setPolicies(settings: PolicySettings, say: (line: string) => void): Promise<void> {
  const policies = policiesOf(settings);
  // The first refresh of the roll-ups may have much to do.
  const options = { url: settings.databaseUrl, setting: 'DATABASE_URL', statementTimeoutMs: 0 };
  await withDatabase(options, async (database) => {
    const { adoptedTimescale } = await migrate(database);
    if (adoptedTimescale) say('TimescaleDB keeps new readings from now on; older ones stay where they are');
    const changes = await applyPolicies(database, policies, recordPolicies);
    for (const change of changes) say(`Set the ${change}`);
    if (changes.length === 0) say('The policies were as wanted');
    const { rawDays, minuteDays, hourDays } = settings;
    say(`Readings are kept for ${rawDays} days, minutes for ${minuteDays}, hours for ${hourDays}`);
    say(engineLine(await describeEngine(database)));
  });
}

async function recordPolicies(tx: Queryable, changes: readonly string[]): Promise<void> {
  const root = await createAccountRepository(tx).root();
  await appendCommandEntry(tx, {
    accountId: root?.id ?? NO_ACCOUNT,
    action: 'installation.set_policies',
    resource: { kind: 'installation', id: null, name: 'policies' },
    before: {},
    after: { policies: changes },
  });
}

function policiesOf(settings: PolicySettings): ReadingsPolicies {
  const { rawDays, minuteDays, hourDays, compressRawDays, compressMinuteDays } = settings;
  const problems = [
    rawDays < 2 ? 'HAWSER_RETENTION_RAW_DAYS: must be at least 2' : null,
    minuteDays < rawDays ? 'HAWSER_RETENTION_1M_DAYS: must not be less than the days of raw readings' : null,
    hourDays < minuteDays ? 'HAWSER_RETENTION_1H_DAYS: must not be less than HAWSER_RETENTION_1M_DAYS' : null,
  ].filter((problem) => problem !== null);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return {
    retention: { rawMs: rawDays * DAY_MS, minuteMs: minuteDays * DAY_MS, hourMs: hourDays * DAY_MS },
    compressRawAfterMs: compressRawDays * DAY_MS,
    compressMinutesAfterMs: compressMinuteDays * DAY_MS,
  };
}
