import type { AccountId, AgentId, SeriesId, ValueKind } from '@hawser/core';

/** What a reading says about its series; the first three fields identify it. */
export interface SeriesDefinition {
  readonly accountId: AccountId;
  readonly agentId: AgentId;
  readonly device: string;
  readonly metric: string;
  readonly unit: string | null;
  readonly kind: ValueKind;
  /** Dialect of the message that made the series; null for one that was made before this was noted. */
  readonly protocol: string | null;
}

export interface ResolvedSeries {
  readonly id: SeriesId;
  /** As stored now; `mixed` as soon as two kinds have been seen. */
  readonly kind: ValueKind;
  readonly unit: string | null;
}

export interface Series extends SeriesDefinition {
  readonly id: SeriesId;
  readonly agentName: string;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
}

/** Which series of an account are meant; what is left out does not restrict. */
export interface SeriesFilter {
  readonly agentId?: AgentId;
  readonly device?: string;
  readonly metric?: string;
  readonly seriesIds?: readonly SeriesId[];
}
