import { type Envelope, encodeEnvelope } from '@hawser/contracts/streams';
import type { AccountId, AgentId } from '@hawser/core';
import type { EntryId, QueueAppender, QueueReader } from '@hawser/queue';
import { openEmbeddedLog, openEmbeddedLogReader } from '@hawser/queue/embedded-log';
import { tempDir } from '@hawser/testkit';

export const TEST_QUEUE = 'embedded';

export interface TestQueue {
  readonly appender: QueueAppender;
  readonly reader: QueueReader;
  close(): Promise<void>;
}

/** The real embedded queue, in a folder of its own. */
export async function openTestQueue(shards: number): Promise<TestQueue> {
  const dir = await tempDir('queue');
  const onCorruption = (): void => {
    throw new Error('the queue of a test is damaged');
  };
  const onReleaseError = (error: unknown): void => {
    throw error;
  };
  const log = await openEmbeddedLog({ dir, shards, onCorruption, onReleaseError });
  const reader = openEmbeddedLogReader({ dir, signal: log.signal, onCorruption });
  return {
    appender: log.appender,
    reader,
    async close() {
      await reader.close();
      await log.close();
    },
  };
}

/** Appends a message as intake does. */
export function appendMessage(
  { appender }: TestQueue,
  message: { account: AccountId; agent: AgentId; receivedAt: number; shard?: number } & Partial<Envelope>,
): Promise<EntryId> {
  const { shard = 0, ...about } = message;
  const envelope: Envelope = {
    agentName: 'agent',
    serviceInstance: 'default',
    dialect: 'native',
    kind: 'telemetry',
    topic: 'hawser/a/b/telemetry',
    contentType: null,
    traceparent: null,
    replayOf: null,
    payload: Buffer.from('{"t":1}'),
    ...about,
  };
  return appender.append(shard, encodeEnvelope(envelope));
}
