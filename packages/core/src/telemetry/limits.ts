const MEBIBYTE = 1024 * 1024;
const DAY_MS = 86_400_000;

/** Bounds on what one message may be; each has its own reject reason. */
export interface TelemetryLimits {
  readonly maxPayloadBytes: number;
  readonly maxReadingsPerMessage: number;
  readonly maxDecompressedBytes: number;
  /** Most bytes out per byte in. */
  readonly maxDecompressionRatio: number;
  readonly maxNesting: number;
  /** In UTF-8 characters (code points). */
  readonly maxNameLength: number;
  /** In UTF-8 characters, for string values. */
  readonly maxTextLength: number;
  readonly maxAgeMs: number;
  readonly maxAheadMs: number;
}

export const DEFAULT_LIMITS: TelemetryLimits = Object.freeze({
  maxPayloadBytes: MEBIBYTE,
  maxReadingsPerMessage: 10_000,
  maxDecompressedBytes: 16 * MEBIBYTE,
  maxDecompressionRatio: 100,
  maxNesting: 32,
  maxNameLength: 200,
  maxTextLength: 4_000,
  maxAgeMs: 3_653 * DAY_MS,
  maxAheadMs: DAY_MS,
});
