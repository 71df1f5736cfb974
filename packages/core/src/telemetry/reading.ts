/** What a metric's value may be. Booleans are stored as 0/1, strings as text beside the number column. */
export type ReadingValue = number | boolean | string;

export type ValueKind = 'number' | 'boolean' | 'string' | 'mixed';

/** Quality as stored: the OPC UA severity classes, from best to worst. */
export const QUALITY = { good: 0, uncertain: 1, bad: 2 } as const;
export type Quality = (typeof QUALITY)[keyof typeof QUALITY];

/** One value of one metric of one device at one time, as a dialect decoded it. */
export interface Reading {
  /** Name of the device behind the agent; the agent's own name when the message named none. */
  readonly device: string;
  readonly metric: string;
  readonly unit: string | null;
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  readonly value: ReadingValue;
  readonly quality: Quality;
}

/** How a message identifies itself so that a resend can be recognised. */
export type MessageId =
  | { readonly kind: 'sequence'; readonly epoch: number; readonly seq: number }
  | { readonly kind: 'opaque'; readonly id: string };
