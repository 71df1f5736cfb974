export type { CorruptionReport, OnCorruption } from './corruption.ts';
export { type EmbeddedLog, type EmbeddedLogConfig, openEmbeddedLog } from './embedded-log.ts';
export { type EmbeddedLogReaderConfig, openEmbeddedLogReader } from './reader.ts';
export type { EmbeddedLogSignal } from './signal.ts';
