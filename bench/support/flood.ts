import type { NewAgent } from '../../acceptance/support/api.ts';
import { loadAgents } from './load.ts';

/**
 * Agents of one account that send as fast as they are acknowledged, in a process of its own, until it is ended. Prints
 * `flooding` when it has begun and `acknowledged NUMBER` at its end.
 */

interface Flood {
  readonly mqttHost: string;
  readonly mqttPort: number;
  readonly account: string;
  readonly agents: readonly NewAgent[];
}

const MESSAGES = 5_000;

const flood = JSON.parse(process.argv[2] ?? '') as Flood;
const plan = { account: flood.account, messagesPerAgent: MESSAGES, readingsPerMessage: 1, inFlight: 200 };
const loaded = await loadAgents(flood, flood.agents, plan);
process.stdout.write('flooding\n');
process.once('SIGTERM', () => {
  const acknowledged = loaded.reduce((sum, { publisher }) => sum + publisher.acknowledged, 0);
  process.stdout.write(`acknowledged ${acknowledged}\n`, () => process.exit(0));
});
await Promise.all(
  loaded.map(async ({ publisher, packets }) => {
    for (;;) await publisher.publish(packets);
  }),
);
