import type { ShardDepth } from '../port.ts';
import type { Segment } from './recover.ts';

/**
 * Counts what lies above `released`. Entries are exact; of the one segment that is released in part, the bytes are
 * estimated in proportion, and they are 0 when everything is released.
 */
export function segmentsDepth(segments: readonly Segment[], released: number): ShardDepth {
  let entries = 0;
  let bytes = 0;
  for (const segment of segments) {
    const total = segment.lastId - segment.name.firstId + 1;
    const kept = Math.min(total, segment.lastId - released);
    if (kept <= 0) continue;
    entries += kept;
    bytes += Math.ceil((segment.bytes * kept) / total);
  }
  return { entries, bytes };
}
