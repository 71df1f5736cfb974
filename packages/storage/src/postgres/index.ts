export * from './postgres-database.ts';
