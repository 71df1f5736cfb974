import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

const REDACTED = [
  'password',
  '*.password',
  'access_token',
  '*.access_token',
  'refresh_token',
  '*.refresh_token',
  'token',
];

export interface LogConfig {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/**
 * Makes the structured logger: one JSON line per event, a constant sentence in `msg`, facts as fields, secrets redacted.
 *
 * @param destination - where lines go; standard output when left out
 */
export function createLogger(config: LogConfig, destination?: DestinationStream): Logger {
  const options = { level: config.level, base: null, redact: REDACTED, timestamp: pino.stdTimeFunctions.isoTime };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** A logger that says nothing, for tests. */
export function silentLogger(): Logger {
  return pino({ level: 'silent' });
}
