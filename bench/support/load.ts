import type { MqttClient } from 'mqtt';
import type { NewAgent } from '../../acceptance/support/api.ts';
import { connectAgent } from '../../acceptance/support/mqtt.ts';
import type { RunningHawser } from '../../acceptance/support/program.ts';

export interface LoadPlan {
  readonly account: string;
  readonly messagesPerAgent: number;
  readonly readingsPerMessage: number;
  readonly inFlight: number;
}

/** JSON messages as an SDK would send them: (epoch, seq) ids, `readingsPerMessage` metrics of one device. */
function* messages(plan: LoadPlan): Generator<string> {
  const start = Date.now() - plan.messagesPerAgent;
  for (let seq = 1; seq <= plan.messagesPerAgent; seq++) {
    const readings = Array.from({ length: plan.readingsPerMessage }, (_, metric) => ({
      m: `metric-${metric}`,
      v: Math.round((20 + 10 * Math.sin(seq / 100 + metric)) * 1_000) / 1_000,
    }));
    yield JSON.stringify({ id: { epoch: 1, seq }, ts: start + seq, device: 'plc-1', readings });
  }
}

/** Publishes everything at QoS 1 with a bounded number in flight, and resolves with the last acknowledgement. */
export async function publishAll(hawser: RunningHawser, agent: NewAgent, plan: LoadPlan): Promise<void> {
  const client = await connectAgent(hawser, agent);
  const topic = `hawser/${plan.account}/${agent.name}/telemetry`;
  const supply = messages(plan);
  const lanes = Array.from({ length: plan.inFlight }, () => drain(client, topic, supply));
  await Promise.all(lanes);
  await client.endAsync();
}

async function drain(client: MqttClient, topic: string, supply: Generator<string>): Promise<void> {
  for (const message of supply) await client.publishAsync(topic, message, { qos: 1 });
}
