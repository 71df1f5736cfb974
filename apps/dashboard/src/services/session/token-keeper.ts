/** Access token as the server hands it out. */
export interface FreshToken {
  readonly access_token: string;
  /** Seconds until it expires. */
  readonly expires_in: number;
}

export interface TokenKeeperDeps {
  /** Exchanges the refresh cookie for a new access token; null when the session is over. Throws when unreachable. */
  readonly exchange: () => Promise<FreshToken | null>;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Called once when a session that existed is over. */
  readonly onLost: () => void;
}

export interface TokenKeeper {
  /** Takes over the token of a sign-in. */
  accept(token: FreshToken): void;
  /** A token that is still good for a while, refreshed when it must be; null when signed out. */
  token(): Promise<string | null>;
  /** A new token even though the present one looks good, as after a 401; null when signed out. */
  refresh(): Promise<string | null>;
  forget(): void;
}

/** How long before its expiry a token is replaced, so that none expires on its way to the server. */
const MARGIN_MS = 60_000;
/** A token that lives shorter than the margin is still used for half its life. */
const LEAST_USE = 0.5;

/**
 * Keeps the access token in memory only and renews it before it expires. However many calls need a new one at once,
 * there is one exchange: a refresh token works once, and using it twice would end the session.
 */
export function createTokenKeeper({ exchange, now, onLost }: TokenKeeperDeps): TokenKeeper {
  let current: { token: string; renewAt: number } | null = null;
  let running: Promise<string | null> | null = null;

  function accept({ access_token, expires_in }: FreshToken): void {
    const life = expires_in * 1_000;
    current = { token: access_token, renewAt: now() + Math.max(life - MARGIN_MS, life * LEAST_USE) };
  }

  async function renew(): Promise<string | null> {
    const before = current;
    const fresh = await exchange();
    // Signed in or out while the exchange was under way: that word counts, not the answer.
    if (current !== before) return current?.token ?? null;
    if (fresh !== null) accept(fresh);
    else if (before !== null) lose();
    return fresh?.access_token ?? null;
  }

  function lose(): void {
    current = null;
    onLost();
  }

  function refresh(): Promise<string | null> {
    running ??= renew().finally(() => {
      running = null;
    });
    return running;
  }

  async function token(): Promise<string | null> {
    return current !== null && now() < current.renewAt ? current.token : refresh();
  }

  return {
    accept,
    token,
    refresh,
    forget() {
      current = null;
    },
  };
}
