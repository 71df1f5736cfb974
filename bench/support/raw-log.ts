import { openEmbeddedLog } from '@hawser/queue/embedded-log';
import { tempDir } from '@hawser/testkit';
import { seconds } from './measure.ts';

const RECORD_BYTES = 200;
const RECORDS = 200_000;
const IN_FLIGHT = 400;

/**
 * How many durable appends the log makes in a second when nothing else happens: the limit for small messages.
 *
 * @returns records per second
 */
export async function rawAppendRate(): Promise<number> {
  const dir = await tempDir('raw-log');
  const log = await openEmbeddedLog({ dir, shards: 1, onCorruption: fail, onReleaseError: fail });
  const record = new Uint8Array(RECORD_BYTES).fill(7);
  let left = RECORDS;
  const lane = async () => {
    while (left-- > 0) await log.appender.append(0, record);
  };
  const taken = await seconds(() => Promise.all(Array.from({ length: IN_FLIGHT }, lane)));
  await log.close();
  return RECORDS / taken;
}

function fail(reason: unknown): never {
  throw new Error('The log failed under the benchmark', { cause: reason });
}
