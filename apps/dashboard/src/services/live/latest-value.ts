import type { LatestReading } from '../api/types.ts';

/** The newest value of one series. A live reading does not tell its quality: null until the server is asked again. */
export type LatestValue = Omit<LatestReading, 'quality'> & { readonly quality: LatestReading['quality'] | null };
