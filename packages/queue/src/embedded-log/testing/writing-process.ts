import { openEmbeddedLog } from '../embedded-log.ts';

/**
 * A test's child process: appends records as fast as it can, several at a time, and prints `id text` when one is
 * acknowledged. Ends by itself only when an append is refused; it prints `refused` for each, and closes the log.
 */

const [dir = '', name = ''] = process.argv.slice(2);
const onCorruption = (): void => undefined;
const onReleaseError = (error: unknown): never => {
  throw error;
};
const segmentBytes = name === 'full' ? 1_000_000 : 100_000;
const log = await openEmbeddedLog({ dir, shards: 1, segmentBytes, onCorruption, onReleaseError });
let serial = 0;
let refused = false;

async function write(): Promise<void> {
  while (!refused) {
    const text = `${name}:${serial++};`;
    try {
      const id = await log.appender.append(0, Buffer.from(text.padEnd(50 + (serial % 200))));
      process.stdout.write(`${id} ${text}\n`);
    } catch {
      refused = true;
      process.stdout.write('refused\n');
    }
  }
}

await Promise.all(Array.from({ length: 8 }, write));
await log.close();
