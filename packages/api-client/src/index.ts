export { type ApiClient, type ApiClientOptions, createApiClient } from './client.ts';
export type { components, operations, paths } from './generated/schema.ts';
export * from './live.ts';
export { ApiError, type ProblemDocument } from './problem.ts';
export type { Fetch, TokenSource } from './renewing-fetch.ts';
export type * from './resources.ts';
export { unwrap } from './unwrap.ts';
