/**
 * Deals shards out to workers: nobody has more than one shard more than another, and as few as possible change hands.
 *
 * @param held - what each worker has now
 * @returns what each worker is to have, in the same order
 */
export function distribute(shards: readonly number[], held: readonly ReadonlySet<number>[]): Set<number>[] {
  const most = Math.ceil(shards.length / held.length);
  const left = new Set(shards);
  const dealt = held.map((has) => {
    const kept = [...has].filter((shard) => left.has(shard)).slice(0, most);
    for (const shard of kept) left.delete(shard);
    return new Set(kept);
  });
  for (const shard of left) smallest(dealt).add(shard);
  balance(dealt);
  return dealt;
}

function balance(dealt: readonly Set<number>[]): void {
  for (;;) {
    const [from, to] = [largest(dealt), smallest(dealt)];
    const [moved] = from;
    if (moved === undefined || from.size <= to.size + 1) return;
    from.delete(moved);
    to.add(moved);
  }
}

function smallest(sets: readonly Set<number>[]): Set<number> {
  return sets.reduce((best, set) => (set.size < best.size ? set : best));
}

function largest(sets: readonly Set<number>[]): Set<number> {
  return sets.reduce((best, set) => (set.size > best.size ? set : best));
}
