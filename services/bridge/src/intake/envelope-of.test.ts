import { encodeEnvelope } from '@hawser/contracts/streams';
import type { AccountId } from '@hawser/core';
import { openEmbeddedLog } from '@hawser/queue/embedded-log';
import { tempDir } from '@hawser/testkit';
import { expect, it } from 'vitest';
import { envelopeOf } from './envelope-of.ts';
import { readTopic } from './read-topic.ts';

const TOPIC = 'hawser/acme/gateway-1/telemetry';
const ACCOUNT = '01890a5d-ac96-774b-bcce-b302099a8057' as AccountId;

it('makes of any message one that the queue takes', async () => {
  const payload = Buffer.alloc(33 * 1024 * 1024, '1');
  const packet = { cmd: 'publish', topic: TOPIC, payload, qos: 1, dup: false, retain: false } as const;
  const owner = { kind: 'unknown-agent', account: ACCOUNT } as const;
  const envelope = envelopeOf(packet, readTopic(TOPIC), owner, { serviceInstance: 'default', receivedAt: 1 });
  const log = await openEmbeddedLog({
    dir: await tempDir('large'),
    shards: 1,
    onCorruption: (report) => expect.fail(JSON.stringify(report)),
    onReleaseError: (error) => expect.fail(String(error)),
  });
  await log.appender.append(0, encodeEnvelope(envelope));
  await log.close();
  // Far above what ingestion may be set to accept, so that it is refused for its length.
  expect(envelope.payload.length).toBe(31 * 1024 * 1024);
});
