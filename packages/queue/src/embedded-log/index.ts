export type { EmbeddedLogConfig } from './config.ts';
export type { CorruptionReport, OnCorruption } from './corruption.ts';
export { type EmbeddedLog, openEmbeddedLog } from './embedded-log.ts';
export { type EmbeddedLogReaderConfig, openEmbeddedLogReader } from './reader.ts';
export type { EmbeddedLogSignal } from './signal.ts';
