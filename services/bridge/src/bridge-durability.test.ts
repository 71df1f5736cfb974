import { fileURLToPath } from 'node:url';
import { decodeEnvelope } from '@hawser/contracts/streams';
import { createLogger } from '@hawser/platform';
import { openEmbeddedLog, openEmbeddedLogReader } from '@hawser/queue/embedded-log';
import { type Child, type MosquittoBroker, startMosquitto, startProgram, tempDir, waitFor } from '@hawser/testkit';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeBounds } from './config.ts';
import { startFlakyProxy } from './testing/flaky-proxy.ts';
import { startTestBridge, type TestBridge } from './testing/test-bridge.ts';

const BRIDGE_PROCESS = fileURLToPath(new URL('./testing/bridge-process.ts', import.meta.url));
const CONNECTIONS = 2;
const RECEIVE_MAXIMUM = 100;
const TOPIC = 'hawser/acme/gateway-1/telemetry';

let broker: MosquittoBroker;
let publisher: MqttClient;
let bridges: TestBridge[] = [];
let children: Child[] = [];

beforeEach(async () => {
  // Mosquitto drops what is above its own queue limit; 0 takes the limit away.
  broker = await startMosquitto({ persistence: true, config: ['allow_anonymous true', 'max_queued_messages 0'] });
  publisher = await mqtt.connectAsync(broker.url, { protocolVersion: 5, reconnectPeriod: 50 });
});
afterEach(async () => {
  publisher.end(true);
  await Promise.all(bridges.map(({ role }) => role.stop()));
  await Promise.all(children.map((child) => child.stop('SIGKILL')));
  await broker.stop();
  bridges = [];
  children = [];
});

function startBridge(name: string, url = broker.url, bounds: Partial<BridgeBounds> = {}): TestBridge {
  const bridge = startTestBridge({ name, url, bounds });
  bridge.addAgent('gateway-1');
  bridges.push(bridge);
  return bridge;
}

async function startBridgeProcess(name: string, dir: string, blocked = false): Promise<Child> {
  const bounds = {
    connections: CONNECTIONS,
    receiveMaximum: RECEIVE_MAXIMUM,
    reconnectFirstMs: 20,
    reconnectMaxMs: 100,
  };
  const child = await startProgram({
    entry: BRIDGE_PROCESS,
    execArgv: ['--import', 'tsx'],
    args: [JSON.stringify({ url: broker.url, name, dir, blocked, bounds })],
  });
  children.push(child);
  await child.waitForOutput(/up\n/);
  return child;
}

async function publish(from: number, to: number): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_, n) => String(from + n));
  await Promise.all(numbers.map((number) => publisher.publishAsync(TOPIC, number, { qos: 1 })));
}

/** How often each payload is in a log that a process left behind. */
async function payloadsIn(dir: string): Promise<string[]> {
  const onCorruption = () => undefined;
  const log = await openEmbeddedLog({ dir, shards: 1, onCorruption, onReleaseError: () => undefined });
  const reader = openEmbeddedLogReader({ dir, signal: log.signal, onCorruption });
  const entries = await reader.read(0, null, { maxEntries: 1_000_000, maxBytes: 1e9, waitMs: 0 });
  await reader.close();
  await log.close();
  return entries.map(({ record }) => Buffer.from(decodeEnvelope(record).payload).toString());
}

/** What a bridge process said was durable. */
const storedBy = (child: Child) => child.output().match(/(?<=stored )\d+(?=\n)/g) ?? [];

/** Every log line, parsed. */
function recordingLogger() {
  const lines: { readonly msg: string; readonly err?: { readonly message: string } }[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  return { log: createLogger({ level: 'info' }, destination), lines };
}

const numbered = (count: number) => Array.from({ length: count }, (_, n) => String(n));
const sorted = (payloads: readonly string[]) => [...payloads].sort((a, b) => Number(a) - Number(b));

describe('two bridges', () => {
  it('split the messages, and none is doubled', async () => {
    const [one, two] = [startBridge('one'), startBridge('two')];
    await Promise.all([one.up(), two.up()]);
    await publish(0, 2_000);
    await waitFor(() => one.payloads().length + two.payloads().length >= 2_000);
    expect(sorted([...one.payloads(), ...two.payloads()])).toEqual(numbered(2_000));
    expect(Math.min(one.payloads().length, two.payloads().length)).toBeGreaterThan(500);
  });

  it('one of which is killed and comes back under its name lose nothing', { timeout: 120_000 }, async () => {
    const [dir, otherDir] = [await tempDir('one'), await tempDir('two')];
    const victim = await startBridgeProcess('one', dir);
    const other = await startBridgeProcess('two', otherDir);
    await publish(0, 1_000);
    const publishing = publish(1_000, 4_000);
    await waitFor(() => storedBy(victim).length > 600);
    await victim.stop('SIGKILL');
    await publishing;
    // What it said last is not heard when it is killed: its log tells.
    const left = await payloadsIn(dir);
    const successor = await startBridgeProcess('one', dir);
    await publish(4_000, 5_000);
    const isAllStored = () => new Set([...left, ...[other, successor].flatMap(storedBy)]).size === 5_000;
    await waitFor(isAllStored, { timeoutMs: 60_000, intervalMs: 100 });
    await Promise.all([successor.stop(), other.stop()]);
    const kept = [...(await payloadsIn(dir)), ...(await payloadsIn(otherDir))];
    expect(sorted([...new Set(kept)])).toEqual(numbered(5_000));
    // Delivery is at least once: what is there twice is what the broker sent again.
    const redelivered = Number(/redelivered (\d+)/.exec(successor.output())?.[1]);
    expect(kept.length - 5_000).toBeLessThanOrEqual(redelivered);
  });

  it('one that is killed with nothing durable leaves all of it to its successor', async () => {
    const victim = await startBridgeProcess('one', await tempDir('one'), true);
    await publish(0, 50);
    await victim.waitForOutput(/held 50\n/);
    await victim.stop('SIGKILL');
    const successor = startBridge('one', broker.url, { connections: CONNECTIONS });
    await waitFor(() => successor.payloads().length === 50);
    expect(sorted(successor.payloads())).toEqual(numbered(50));
    expect(await successor.metric('hawser_bridge_redelivered_total')).toBe(50);
  });
});

describe('a broker', () => {
  it('that is restarted loses nothing, and what was on its way is not doubled', async () => {
    const bridge = startBridge('one');
    await bridge.up();
    bridge.queue.isHolding = true;
    await publish(0, 1_500);
    await waitFor(() => bridge.queue.held.length > 0);
    await broker.stop();
    await waitFor(() => !bridge.role.readiness().broker);
    await broker.start();
    await bridge.up();
    bridge.queue.releaseAll();
    await waitFor(() => bridge.payloads().length >= 1_500);
    await publish(1_500, 2_000);
    await waitFor(() => bridge.payloads().length >= 2_000);
    expect(sorted(bridge.payloads())).toEqual(numbered(2_000));
  });

  it('that is not there at the start is found once it is', async () => {
    await broker.stop();
    const { log, lines } = recordingLogger();
    const bridge = startTestBridge({ url: broker.url, name: 'one' }, { log });
    bridge.addAgent('gateway-1');
    bridges.push(bridge);
    await waitFor(async () => (await bridge.metric('hawser_bridge_connection_failures_total')) > 20);
    expect(bridge.role.readiness()).toEqual({ broker: false, queue: true });
    await broker.start();
    await bridge.up();
    await publish(0, 10);
    await waitFor(() => bridge.payloads().length === 10);
    // However many tries failed, the outage is told once, and its end.
    expect(lines.map(({ msg }) => msg)).toEqual([
      'The broker cannot be used; it is tried again until it can',
      'The broker is connected',
    ]);
  });
});

describe('a network', () => {
  it('that breaks again and again loses nothing; what was never acknowledged is not doubled', async () => {
    const proxy = await startFlakyProxy(broker.port);
    const bridge = startBridge('one', `mqtt://127.0.0.1:${proxy.port}`, { connections: 2 });
    await bridge.up();
    bridge.queue.isHolding = true;
    await publish(0, 500);
    await waitFor(() => bridge.queue.held.length === 500);
    for (let cuts = 1; cuts <= 3; cuts++) {
      proxy.cut();
      await waitFor(() => !bridge.role.readiness().broker);
      await bridge.up();
      await waitFor(async () => (await bridge.metric('hawser_bridge_redelivered_total')) === cuts * 500);
    }
    bridge.queue.releaseAll();
    await waitFor(async () => (await bridge.metric('hawser_bridge_unacknowledged_messages')) === 0);
    expect(sorted(bridge.payloads())).toEqual(numbered(500));
    await proxy.close();
  });
});

describe('a database', () => {
  it('that goes away holds up no agent that was heard of, and nobody for good', async () => {
    const bridge = startBridge('one', broker.url, { ownerTtlMs: 20, nobodyTtlMs: 20 });
    await bridge.up();
    await publish(0, 1);
    await waitFor(() => bridge.payloads().length === 1);
    bridge.owners.error = new Error('connection lost');
    for (let n = 1; n < 20; n++) await publish(n, n + 1);
    await waitFor(() => bridge.payloads().length === 20);
    bridge.addAgent('gateway-2');
    await publisher.publishAsync('hawser/acme/gateway-2/telemetry', 'waits', { qos: 1 });
    await waitFor(async () => (await bridge.metric('hawser_bridge_in_flight_messages')) === 1);
    expect(bridge.payloads()).toHaveLength(20);
    bridge.owners.error = null;
    await waitFor(() => bridge.payloads().includes('waits'));
  });
});
