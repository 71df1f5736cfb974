export { DatabaseUrlError } from './connection-options.ts';
export { createNotifyChannel } from './notify-channel.ts';
export * from './postgres-database.ts';
