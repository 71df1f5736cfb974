import { type Envelope, encodeEnvelope } from '@hawser/contracts/streams';
import { type AccountId, type AgentId, newId } from '@hawser/core';
import { Packr } from 'msgpackr';

const DEVICE = 'plc-1';
const START = Date.now() - 3_600_000;
const packr = new Packr({ useRecords: false });

/** How the readings of one message are written. */
export type MessageForm = 'json' | 'columnar' | 'message-pack';

export interface LoadShape {
  readonly form: MessageForm;
  readonly readings: number;
  readonly messages: number;
  readonly agents: number;
}

const sampleOf = (seq: number, metric: number) => Math.round((20 + 10 * Math.sin(seq / 100 + metric)) * 1_000) / 1_000;

function readingsForm(seq: number, readings: number): object {
  const list = Array.from({ length: readings }, (_, metric) => ({ m: `metric-${metric}`, v: sampleOf(seq, metric) }));
  return { id: { epoch: 1, seq }, ts: START + seq, device: DEVICE, readings: list };
}

/** Ten metrics at as many times as it takes. */
function columnarForm(seq: number, readings: number): object {
  const rows = Math.max(1, readings / 10);
  const ts = Array.from({ length: rows }, (_, row) => START + seq * rows + row);
  const columns = Array.from({ length: readings / rows }, (_, metric) => [
    `metric-${metric}`,
    ts.map((_time, row) => sampleOf(seq * rows + row, metric)),
  ]);
  return { id: { epoch: 1, seq }, ts, device: DEVICE, metrics: Object.fromEntries(columns) };
}

function payloadOf(seq: number, { form, readings }: LoadShape): Buffer {
  if (form === 'columnar') return Buffer.from(JSON.stringify(columnarForm(seq, readings)));
  const message = readingsForm(seq, readings);
  return form === 'json' ? Buffer.from(JSON.stringify(message)) : packr.pack(message);
}

/** Messages as they lie in the queue, with the payloads by themselves. */
export function queueRecords(shape: LoadShape): { records: Uint8Array[]; payloads: Buffer[] } {
  const account = newId<AccountId>();
  const agents = Array.from({ length: shape.agents }, () => newId<AgentId>());
  const payloads: Buffer[] = [];
  const records = Array.from({ length: shape.messages }, (_, at) => {
    const payload = payloadOf(at + 1, shape);
    payloads.push(payload);
    return encodeEnvelope({
      account,
      agent: agents[at % agents.length] ?? newId<AgentId>(),
      agentName: 'press-1',
      serviceInstance: 'default',
      dialect: 'native',
      kind: 'telemetry',
      topic: 'hawser/demo/press-1/telemetry',
      contentType: null,
      receivedAt: Date.now(),
      traceparent: null,
      replayOf: null,
      payload,
    } satisfies Envelope);
  });
  return { records, payloads };
}
