export type { IngestionConfig, IngestionDeps } from './config.ts';
export { createIngestionRole, type IngestionRole, type IngestionStats } from './ingestion-role.ts';
export { type BatchProfile, INGESTION_PROFILES, type IngestionProfile } from './profiles.ts';
