import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeEnvelope, placeOf } from '@hawser/contracts/streams';
import type { AccountId } from '@hawser/core';
import { openEmbeddedLog, openEmbeddedLogReader } from '@hawser/queue/embedded-log';
import { type Child, type MosquittoBroker, startMosquitto, startProgram, tempDir, waitFor } from '@hawser/testkit';
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EveryOwner } from './testing/every-owner.ts';
import { openTestLanes, startTestBridge } from './testing/test-bridge.ts';

const BRIDGE_PROCESS = fileURLToPath(new URL('./testing/bridge-process.ts', import.meta.url));
const ACCOUNT = '018f3c5a-0000-7000-9000-000000000001' as AccountId;
const MESSAGES = 1_300;

let broker: MosquittoBroker;
beforeAll(async () => {
  broker = await startMosquitto({ config: ['allow_anonymous true', 'max_queued_messages 0'] });
});
afterAll(() => broker.stop());

/** Everything goes into the lanes, because the account may send nothing. */
async function setAside(dir: string, payloads: readonly string[]): Promise<void> {
  const bridge = startTestBridge(
    { url: broker.url, name: 'first', bounds: { sessionExpirySeconds: 0 } },
    { openLanes: () => openTestLanes(join(dir, 'aside')), owners: new EveryOwner() },
  );
  bridge.policies.set(ACCOUNT, { limits: { bytes_per_day: 0 } });
  await bridge.up();
  const publisher = await mqtt.connectAsync(broker.url);
  await Promise.all(
    payloads.map((text, i) => publisher.publishAsync(`hawser/acme/gateway-${i % 3}/telemetry`, text, { qos: 1 })),
  );
  publisher.end(true);
  await waitFor(async () => (await bridge.metric('hawser_bridge_aside_messages')) === payloads.length);
  await bridge.role.stop();
}

/** @param notes - how often it notes what was moved on, before it hangs in doing so */
function startProcess(dir: string, notes?: number): Promise<Child> {
  const options = { url: broker.url, name: 'second', dir, blocked: false, ...(notes === undefined ? {} : { notes }) };
  return startProgram({ entry: BRIDGE_PROCESS, execArgv: ['--import', 'tsx'], args: [JSON.stringify(options)] });
}

/** What is in the queue that the processes left behind: where it had waited, and what it says. */
async function queued(dir: string): Promise<{ place: string | null; text: string }[]> {
  const fail = (error: unknown): never => {
    throw new Error('The log is damaged', { cause: error });
  };
  const log = await openEmbeddedLog({ dir, shards: 1, onCorruption: fail, onReleaseError: fail });
  const reader = openEmbeddedLogReader({ dir, signal: log.signal, onCorruption: fail });
  const entries = await reader.read(0, null, { maxEntries: 100_000, maxBytes: 1e9, waitMs: 0 });
  await reader.close();
  await log.close();
  return entries.map(({ record }) => ({
    place: placeOf(record),
    text: Buffer.from(decodeEnvelope(record).payload).toString(),
  }));
}

it('what a bridge moves on twice, because it is killed before it has noted it, says twice where it waited', {
  timeout: 60_000,
}, async () => {
  const dir = await tempDir('killed');
  const payloads = Array.from({ length: MESSAGES }, (_, n) => String(n));
  await setAside(dir, payloads);
  for (const notes of [0, 1, 0]) {
    const child = await startProcess(dir, notes);
    await child.waitForOutput(/moved on\n/);
    await child.stop('SIGKILL');
  }
  const last = await startProcess(dir);
  await waitFor(() => payloads.slice(-3).every((text) => last.output().includes(`stored ${text}\n`)));
  await last.stop();

  const entries = await queued(dir);
  expect(entries.length).toBeGreaterThan(MESSAGES);
  const byPlace = new Map(entries.map(({ place, text }) => [place, text]));
  expect(byPlace.has(null)).toBe(false);
  // A place always names the same message, and each message has one.
  for (const { place, text } of entries) expect(byPlace.get(place)).toBe(text);
  expect([...byPlace.values()].sort()).toEqual([...payloads].sort());
});
