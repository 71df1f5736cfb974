import type { NewAgent } from '../../acceptance/support/api.ts';
import type { RunningHawser } from '../../acceptance/support/program.ts';
import { encodePublishes, Publisher } from './publisher.ts';

/** Where agents connect. */
export type BrokerAddress = Pick<RunningHawser, 'mqttHost' | 'mqttPort'>;

export interface LoadPlan {
  readonly account: string;
  readonly messagesPerAgent: number;
  readonly readingsPerMessage: number;
  /** Messages of one agent sent and not acknowledged. */
  readonly inFlight: number;
}

/** An agent that is connected and has everything encoded that it is going to send. */
export interface LoadedAgent {
  readonly publisher: Publisher;
  readonly packets: readonly Buffer[];
}

/** Connects agents and encodes their messages, so that publishing them costs this process next to nothing. */
export function loadAgents(broker: BrokerAddress, agents: readonly NewAgent[], plan: LoadPlan): Promise<LoadedAgent[]> {
  return Promise.all(
    agents.map(async (agent) => ({
      publisher: await Publisher.connect(broker.mqttHost, broker.mqttPort, agent, plan.inFlight),
      packets: encodePublishes(`hawser/${plan.account}/${agent.name}/telemetry`, messages(plan)),
    })),
  );
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
