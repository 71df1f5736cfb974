import { silentLogger } from '@hawser/platform';
import { openJournaledQueue } from '../journal/journaled-queue.ts';
import { connectRedis } from '../redis-streams/connect.ts';
import { StreamWriter } from '../redis-streams/stream-writer.ts';

/**
 * A test's child process: appends records to a journal before Redis as fast as it can, several at a time, and prints
 * each text that is acknowledged. It is killed.
 */

const [dir = '', url = '', tenantId = '', name = ''] = process.argv.slice(2);
const log = silentLogger();
const client = connectRedis({ url }, 'hawser:journal', log);
const nothing = async () => new Map<number, number>();
const journal = await openJournaledQueue(
  { dir, shards: 1, maxBytes: 100_000_000 },
  {
    writer: new StreamWriter(client, { tenantId, serviceInstance: null, shards: 1, maxLength: 1_000_000 }),
    storedPositions: nothing,
    countedPositions: nothing,
    newGeneration: async () => null,
    receivedAt: () => null,
    clock: Date.now,
    log,
    onCorruption: () => undefined,
  },
);

async function lane(number: number): Promise<void> {
  for (let i = 0; ; i++) {
    const text = `${name}.${number}:${i}`;
    await journal.appender.append(0, Buffer.from(text.padEnd(150)));
    process.stdout.write(`${text};\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, number) => lane(number)));
