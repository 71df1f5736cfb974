/** Keys of PostgreSQL advisory locks; any numbers will do as long as they differ. */
export const ADVISORY_LOCK = {
  /** Held while day partitions are made or dropped. */
  partitions: 7_201_001,
  /** Held while roll-ups are computed or thrown away. */
  rollUp: 7_201_002,
  /** Held while it is changed who may do what: each change is judged by what everybody may at that moment. */
  access: 7_285_003,
  /** Held while the schema is changed: two programs that start together do it one after the other. */
  schema: 7_285_001,
} as const;
