export * from './backoff.ts';
export * from './log.ts';
export * from './metrics.ts';
