import type { Queryable } from '../database.ts';

/** How far the messages of journals are counted as received. */
export interface CountedPositions {
  countedPositions(journal: string): Promise<ReadonlyMap<number, number>>;
}

export function createCountedPositions(db: Queryable): CountedPositions {
  return {
    async countedPositions(journal) {
      const rows = await db.query<{ shard: number; position: string }>(
        'SELECT shard, entry_id AS position FROM intake_cursors WHERE queue = $1',
        [`journal:${journal}`],
      );
      return new Map(rows.map(({ shard, position }) => [shard, Number(position)]));
    },
  };
}
