/**
 * Id of a queue entry. The same type as the queue's `EntryId`: storage keeps it without knowing what it means.
 */
export type QueuePosition = string & { readonly __brand: 'EntryId' };

/** Up to which position the entries of one journal are stored; an entry at or below it was stored before. */
export interface JournalPosition {
  /** UUID of the journal. */
  readonly journal: string;
  readonly position: number;
}
