import { setMaxListeners } from 'node:events';
import { addTallies, type SentTally } from '../accounting.ts';
import { encodeMessage } from '../message.ts';
import type { DueMessage } from '../plant/plant-source.ts';
import type { AgentAccess } from './agent-access.ts';
import { AgentLink } from './agent-link.ts';
import { doneBeforeAbort, pauseUntil } from './pause.ts';
import { mapLimited } from './slots.ts';

const CONNECTING_AT_ONCE = 20;
const CONNECT_TIMEOUT_MS = 30_000;
const PROGRESS_MS = 250;

export interface FleetOptions {
  readonly agents: readonly AgentAccess[];
  /** The messages of one agent, given its position; they may never end. */
  readonly messages: (index: number) => Iterable<DueMessage> | AsyncIterable<DueMessage>;
  /** First part of every message id: must be another, and a higher one, in each run of the same agents. */
  readonly epoch: number;
  /** Most unacknowledged messages of one agent. */
  readonly maxInFlight: number;
  /** Messages due at this time or later are not sent; null: no end. */
  readonly endAt: number | null;
  /** How long to wait at the end for acknowledgements that are still missing, in milliseconds. */
  readonly drainMs: number;
  readonly clock: () => number;
  /** Ends the sending in order. */
  readonly signal: AbortSignal;
  readonly onProgress?: (sent: SentTally) => void;
}

/**
 * Connects agents through MQTT and lets each publish its messages at QoS 1 until they end, `endAt` comes or the signal
 * is given; then waits for what is unacknowledged.
 *
 * @returns what was sent by all agents together
 * @throws SimulationError when an agent cannot connect at the start
 */
export async function runFleet(options: FleetOptions): Promise<SentTally> {
  const links: AgentLink[] = [];
  const total = () => addTallies(links.map(({ tally }) => tally));
  const progress = setInterval(() => options.onProgress?.(total()), PROGRESS_MS);
  try {
    await publishAll(await openLinks(options, links), options);
    await drain(links, options.drainMs);
    return total();
  } finally {
    clearInterval(progress);
    await Promise.all(links.map((link) => link.close()));
    options.onProgress?.(total());
  }
}

/** @param opened - takes each connection as it comes, so that all can be closed when one fails */
function openLinks({ agents, maxInFlight }: FleetOptions, opened: AgentLink[]): Promise<AgentLink[]> {
  return mapLimited(agents, CONNECTING_AT_ONCE, async (access) => {
    const link = await AgentLink.open(access, { maxInFlight, connectTimeoutMs: CONNECT_TIMEOUT_MS });
    opened.push(link);
    return link;
  });
}

async function publishAll(links: readonly AgentLink[], options: FleetOptions): Promise<void> {
  const failure = new AbortController();
  const stop = AbortSignal.any([failure.signal, ...stopSignals(options)]);
  setMaxListeners(0, stop);
  const work = async (link: AgentLink, index: number) => {
    await publish(link, options.messages(index), options, stop).catch((error: unknown) => {
      failure.abort();
      throw error;
    });
  };
  await mapLimited(links, links.length, work);
}

/** What is due before the end may be sent a little later when the cloud holds agents back, but not for ever. */
function stopSignals({ endAt, clock, drainMs, signal }: FleetOptions): AbortSignal[] {
  if (endAt === null) return [signal];
  return [signal, AbortSignal.timeout(Math.max(0, endAt - clock()) + drainMs)];
}

async function publish(
  link: AgentLink,
  messages: Iterable<DueMessage> | AsyncIterable<DueMessage>,
  { epoch, endAt, clock }: FleetOptions,
  stop: AbortSignal,
): Promise<void> {
  let seq = 0;
  for await (const { message, dueAt } of messages) {
    if (endAt !== null && (dueAt ?? clock()) >= endAt) return;
    if (dueAt !== null) await pauseUntil(dueAt, clock, stop);
    if (!(await doneBeforeAbort(link.room(), stop))) return;
    link.send(encodeMessage({ epoch, seq: ++seq }, message), message.readings.length);
  }
}

async function drain(links: readonly AgentLink[], drainMs: number): Promise<void> {
  const idle = Promise.all(links.map((link) => link.idle())).then(() => undefined);
  await doneBeforeAbort(idle, AbortSignal.timeout(drainMs));
}
