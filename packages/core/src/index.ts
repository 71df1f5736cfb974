export * from './clock.ts';
export * from './errors.ts';
export * from './ids.ts';
export * from './telemetry/limits.ts';
export * from './telemetry/reading.ts';
export * from './telemetry/reject.ts';
