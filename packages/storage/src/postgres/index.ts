export { DatabaseUrlError } from './connection-options.ts';
export * from './postgres-database.ts';
