import { type InjectionKey, inject, onScopeDispose, watch } from 'vue';
import type { LiveSocket } from './live-socket.ts';
import type { LiveInterest } from './protocol.ts';

export const LIVE: InjectionKey<LiveSocket> = Symbol('live');

/**
 * Receives live news for as long as the calling component lives; the news goes to the query cache.
 * @param interest what is wanted; null wants nothing, and a change replaces the subscription
 */
export function useLive(interest: () => LiveInterest | null): void {
  const live = inject(LIVE);
  if (live === undefined) throw new Error('the live service is provided by the program');
  let stop: (() => void) | undefined;
  watch(
    // Compared as text, so that an equal interest in a new object does not subscribe again.
    () => JSON.stringify(interest()),
    () => {
      const before = stop;
      const wanted = interest();
      stop = wanted === null ? undefined : live.subscribe(wanted);
      // Ended after the new one began, so that the connection stays open in between.
      before?.();
    },
    { immediate: true },
  );
  onScopeDispose(() => stop?.());
}
