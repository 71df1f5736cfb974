import { randomBytes } from 'node:crypto';
import { hashSecret, newSecret } from '@hawser/api';
import { createApiClient, unwrap } from '@hawser/api-client';
import { systemClock } from '@hawser/core';
import type { Lifecycle, Logger } from '@hawser/platform';
import { createOneTimeTokenRepository, createUserRepository, type Database } from '@hawser/storage';
import { connectCloud } from '../simulate/cloud/connect-cloud.ts';
import type { AgentAccess } from '../simulate/fleet/agent-access.ts';
import { runFleet } from '../simulate/fleet/run-fleet.ts';
import { createPlant } from '../simulate/plant/plant.ts';
import { plantMessages } from '../simulate/plant/plant-source.ts';
import { demoInvitation } from '../up/banner.ts';
import type { DataFolder } from '../up/data-folder.ts';
import type { StatusLine } from '../up/status-line.ts';
import { loadFleet, saveFleet } from './fleet-file.ts';

const ADMINISTRATOR = 'admin@localhost';
const ACCOUNT = 'demo';
const AGENT_NAMES = ['plant-1', 'plant-2', 'plant-3', 'plant-4', 'plant-5'];
const LINK_LIFE_MS = 86_400_000;
/** Readings per second of one agent: charts move, and a laptop does not notice. */
const RATE = 20;
const READINGS_PER_MESSAGE = 5;
/** The first run begins in the past, so that the charts have something to show at once. */
const HISTORY_MS = 900_000;
const MAX_IN_FLIGHT = 64;
const DRAIN_MS = 2_000;

export interface DemoDeps {
  readonly apiUrl: string;
  readonly mqttUrl: string;
  readonly database: Database;
  readonly folder: DataFolder;
  readonly status: StatusLine;
  readonly lifecycle: Lifecycle;
  readonly log: Logger;
}

/**
 * Sets the installation up as a demo, all through its public interfaces: an administrator with a random password, an
 * account, and simulated agents.
 *
 * @param setupToken - the token that set-up asks for
 */
export async function startDemo(deps: DemoDeps, setupToken: string): Promise<void> {
  const { apiUrl, database, folder, status } = deps;
  const password = randomBytes(15).toString('base64url');
  const client = createApiClient({ baseUrl: apiUrl });
  const body = { token: setupToken, email: ADMINISTRATOR, password, account: ACCOUNT };
  await unwrap(client.POST('/v1/setup', { body }));
  const cloud = await connectCloud({ url: apiUrl, email: ADMINISTRATOR, password, account: ACCOUNT });
  const agents: AgentAccess[] = [];
  for (const name of AGENT_NAMES) agents.push(await cloud.enrol(name));
  saveFleet(folder.demoFleet, agents);
  runInBackground(deps, agents, HISTORY_MS);
  const token = await signInToken(database);
  if (token !== null) status.print(demoInvitation(apiUrl, token, password));
}

/** Lets the agents of an earlier run go on. An installation that was set up by a person has none. */
export async function continueDemo(deps: DemoDeps): Promise<void> {
  const { apiUrl, mqttUrl, database, folder, status } = deps;
  const fleet = loadFleet(folder.demoFleet);
  if (fleet === null) return;
  // The broker may listen elsewhere than it did when the agents were made.
  const agents = fleet.map((agent) => ({ ...agent, mqtt: { ...agent.mqtt, url: mqttUrl } }));
  runInBackground(deps, agents, 0);
  const token = await signInToken(database);
  if (token !== null) status.print(demoInvitation(apiUrl, token, null));
}

/** Makes a link for whoever can read the terminal of the program, and so its data folder as well. */
async function signInToken(database: Database): Promise<string | null> {
  const user = await createUserRepository(database).byEmail(ADMINISTRATOR);
  if (user === null || user.disabled) return null;
  const token = newSecret();
  await createOneTimeTokenRepository(database).insert({
    tokenHash: hashSecret(token),
    purpose: 'sign-in',
    userId: user.id,
    expiresAt: systemClock() + LINK_LIFE_MS,
  });
  return token;
}

function runInBackground({ lifecycle, log }: DemoDeps, agents: readonly AgentAccess[], historyMs: number): void {
  const stop = new AbortController();
  const startAt = systemClock() - historyMs;
  const running = runFleet({
    agents,
    messages: (index) =>
      plantMessages(createPlant(index + 1), {
        rate: RATE,
        readingsPerMessage: READINGS_PER_MESSAGE,
        startAt,
        clock: systemClock,
      }),
    epoch: systemClock(),
    maxInFlight: MAX_IN_FLIGHT,
    endAt: null,
    drainMs: DRAIN_MS,
    clock: systemClock,
    signal: stop.signal,
  }).then(
    () => undefined,
    (error: unknown) => log.warn({ err: error }, 'The simulated agents of the demo stopped'),
  );
  lifecycle.onStop('demo agents', () => {
    stop.abort();
    return running;
  });
}
