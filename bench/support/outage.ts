import { setTimeout as sleep } from 'node:timers/promises';
import { AGENTS, Fleet } from './fleet.ts';
import type { ScaleServers } from './scale-servers.ts';
import type { ScaleSystem } from './scale-system.ts';

const READINGS_PER_MESSAGE = 10;
/** Before the database goes away, so that the agents are known and there is something to interrupt. */
const WARM_UP_SECONDS = 3;
const CATCH_UP_SECONDS = 120;
const POLL_MS = 100;

export interface Outage {
  /** Messages that were acknowledged and are not stored. */
  readonly missing: number;
  /** Readings stored per second from the return of the database until nothing was behind, the live ones included. */
  readonly catchUpRate: number;
}

/** Takes the database away for a while under a load of `readingsPerSecond`, which goes on all the time. */
export async function measureOutage(
  servers: ScaleServers,
  system: ScaleSystem,
  { readingsPerSecond, outageSeconds }: { readonly readingsPerSecond: number; readonly outageSeconds: number },
): Promise<Outage> {
  const perSecond = readingsPerSecond / READINGS_PER_MESSAGE;
  const seconds = WARM_UP_SECONDS + outageSeconds + CATCH_UP_SECONDS;
  const fleet = await Fleet.connect(system, {
    name: 'outage',
    readingsPerMessage: READINGS_PER_MESSAGE,
    messagesPerAgent: Math.ceil((perSecond * seconds) / AGENTS),
    inFlight: 100,
  });
  let isCaughtUp = false;
  const load = fleet.publishEvenly(perSecond, () => isCaughtUp);
  await sleep(WARM_UP_SECONDS * 1_000);
  const storedBefore = await fleet.storedMessages();
  await servers.stopPostgres();
  await sleep(outageSeconds * 1_000);
  await servers.restartPostgres();
  const start = performance.now();
  let stored = -1;
  while (stored < fleet.acknowledged - perSecond) {
    // The connection of the bench was lost with the server, and may be made anew only on the second try.
    stored = await fleet.storedMessages().catch(() => stored);
    await sleep(POLL_MS);
    if (performance.now() - start > CATCH_UP_SECONDS * 1_000) throw new Error('Ingestion has not caught up in time');
  }
  const taken = (performance.now() - start) / 1_000;
  isCaughtUp = true;
  await load;
  const missing = await fleet.missing();
  await fleet.close();
  return { missing, catchUpRate: ((stored - storedBefore) * READINGS_PER_MESSAGE) / taken };
}
