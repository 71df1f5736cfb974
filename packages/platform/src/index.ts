export * from './backoff.ts';
export * from './config/read-settings.ts';
export * from './config/setting.ts';
export * from './folder-lock.ts';
export * from './lifecycle.ts';
export * from './log.ts';
export * from './metrics.ts';
