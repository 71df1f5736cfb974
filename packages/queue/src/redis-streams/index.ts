export {
  awaitConnection,
  connectRedis,
  disconnectRedis,
  type RedisClient,
  type RedisConnectionConfig,
} from './connect.ts';
export { parseRedisAddress, type RedisAddress, type RedisNode, type RedisTopology } from './connection-settings.ts';
export { forgetJournals } from './forget-journals.ts';
export { inspectStreams, type ShardPlace, type StreamState, streamIdTime } from './inspect-streams.ts';
export { INGESTION_GROUP, parseStreamKey, type StreamNames, streamKey } from './keys.ts';
export {
  type GroupReaderConfig,
  openStreamGroupReader,
  openStreamPositionReader,
  type StreamReaderConfig,
} from './reader.ts';
export { Script } from './script.ts';
export {
  type AppendOutcome,
  type Standing,
  type StreamBatch,
  StreamWriter,
  type StreamWriterConfig,
} from './stream-writer.ts';
