import { binaryPayloads } from './hostile/binary-payloads.ts';
import type { HostilePayload } from './hostile/hostile-payload.ts';
import { jsonPayloads } from './hostile/json-payloads.ts';
import { readingPayloads } from './hostile/reading-payloads.ts';

export type { HostileExpectation, HostilePayload } from './hostile/hostile-payload.ts';

/**
 * Makes payloads that agents must not be able to hurt anybody with, and what must become of each under the default
 * limits. The same bytes every time. For tests of the decoder and of the whole way through the product.
 */
export function hostileCorpus(): HostilePayload[] {
  return [...jsonPayloads(), ...readingPayloads(), ...binaryPayloads()];
}
