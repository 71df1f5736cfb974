import type { components } from './generated/schema.ts';

/** What a client may send on the live channel. */
export type LiveClientMessage = components['schemas']['LiveClientMessage'];
/** What the service sends on the live channel. */
export type LiveServerMessage = components['schemas']['LiveServerMessage'];

export type LiveSubscribe = Extract<LiveClientMessage, { type: 'subscribe' }>;
export type LiveReadings = Extract<LiveServerMessage, { type: 'readings' }>;
export type LivePresence = Extract<LiveServerMessage, { type: 'presence' }>;
export type LiveRates = Extract<LiveServerMessage, { type: 'rates' }>;

/** The close code after which a client needs a new access token before it connects again. */
export const LIVE_CLOSE_UNAUTHENTICATED = 4401;

/**
 * The address of the live channel.
 *
 * @param baseUrl - absolute address of the service
 */
export function liveUrl(baseUrl: string): string {
  const url = new URL('/v1/live', baseUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
