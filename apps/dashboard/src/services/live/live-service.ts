import type { QueryClient } from '@tanstack/vue-query';
import type { Pinia } from 'pinia';
import { keys } from '../api/query-keys.ts';
import type { TokenKeeper } from '../session/token-keeper.ts';
import { patchPresence, patchReadings } from './live-cache.ts';
import { createLiveSocket, type LiveSocket, type SocketLike } from './live-socket.ts';
import { useLiveStatus } from './live-status.ts';
import type { LiveInterest, NewsMessage } from './protocol.ts';
import { useRatesStore } from './rates.ts';
import { createReadingInbox } from './reading-inbox.ts';

/** The page is repainted with live readings at most this often. */
const REPAINT_MS = 250;
const INBOX_CAPACITY = 20_000;

export interface LiveServiceDeps {
  readonly keeper: TokenKeeper;
  readonly cache: QueryClient;
  readonly pinia: Pinia;
}

/** Connects the live socket to the query cache: every view of the same data sees what comes in. */
export function createLiveService({ keeper, cache, pinia }: LiveServiceDeps): LiveSocket {
  const rates = useRatesStore(pinia);
  const live = useLiveStatus(pinia);
  const inbox = createReadingInbox({
    intervalMs: REPAINT_MS,
    capacity: INBOX_CAPACITY,
    onBatch(account, readings, missed) {
      patchReadings(cache, account, readings, Date.now());
      if (missed) void cache.invalidateQueries({ queryKey: keys.allReadings(account) });
    },
  });

  function onNews(message: NewsMessage, { account }: LiveInterest): void {
    if (message.type === 'rates') rates.add(account, message, Date.now());
    else if (message.type === 'presence') patchPresence(cache, account, message);
    else if (message.type === 'limit') void cache.invalidateQueries({ queryKey: keys.limits(account) });
    else inbox.add(account, message.readings);
  }

  return createLiveSocket({
    open: openSocket,
    token: keeper.token,
    freshToken: keeper.refresh,
    onNews,
    onStatus(status) {
      live.status = status;
    },
    // What happened while the connection was lost is only known to the server.
    onResume: () => void cache.invalidateQueries(),
    random: Math.random,
  });
}

function openSocket(): SocketLike {
  const url = new URL('/v1/live', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url) as SocketLike;
}
