import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, NewAgent } from '../../acceptance/support/api.ts';
import type { BrokerAddress } from './load.ts';
import { encodePublishes, Publisher } from './publisher.ts';

const POLL_MS = 5;

interface Latest {
  readonly items: readonly { readonly value: number }[];
}

/**
 * How long it takes from a publish until a query shows the value, one message after another until `until` resolves.
 *
 * @returns milliseconds, in the order of the messages
 */
export async function measureFreshness(
  broker: BrokerAddress,
  api: Api,
  probe: { readonly account: string; readonly agent: NewAgent },
  until: Promise<unknown>,
): Promise<number[]> {
  const { account, agent } = probe;
  const publisher = await Publisher.connect(broker.mqttHost, broker.mqttPort, agent, 1);
  let isOver = false;
  void until.finally(() => {
    isOver = true;
  });
  const taken: number[] = [];
  for (let number = 1; !isOver; number++) {
    const start = performance.now();
    const message = JSON.stringify({ ts: Date.now(), readings: [{ m: 'probe', v: number }] });
    await publisher.publish(encodePublishes(`hawser/${account}/${agent.name}/telemetry`, [message]));
    while ((await latestValue(api, account, agent)) !== number) await sleep(POLL_MS);
    taken.push(performance.now() - start);
  }
  await publisher.close();
  return taken;
}

async function latestValue(api: Api, account: string, agent: NewAgent): Promise<number | undefined> {
  const { items } = await api.get<Latest>(`/v1/${account}/latest?agent=${agent.name}`);
  return items[0]?.value;
}

/** @param share - 0.5 for the median, 0.99 for p99 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
