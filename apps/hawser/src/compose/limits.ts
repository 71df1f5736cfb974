import type { TelemetryLimits } from '@hawser/core';
import type { UpSettings } from '../up/settings.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The bounds on a message as the settings give them. A reading older than raw retention is refused: it would be
 * deleted again at once, and a roll-up could not be recomputed from it.
 */
export function telemetryLimits(settings: UpSettings): TelemetryLimits {
  return {
    maxPayloadBytes: settings.maxPayloadBytes,
    maxReadingsPerMessage: settings.maxReadingsPerMessage,
    maxDecompressedBytes: settings.maxDecompressedBytes,
    maxDecompressionRatio: settings.maxDecompressionRatio,
    maxNesting: settings.maxNesting,
    maxNameLength: settings.maxNameLength,
    maxTextLength: settings.maxTextLength,
    maxAgeMs: Math.min(settings.maxAgeDays, settings.rawRetentionDays) * DAY_MS,
    maxAheadMs: settings.maxAheadHours * HOUR_MS,
  };
}
