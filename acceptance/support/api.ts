import { readFileSync } from 'node:fs';
import { waitFor } from '@hawser/testkit';
import type { RunningHawser } from './program.ts';

export const ADMIN = { email: 'ada@example.org', password: 'a long walk on the quay' } as const;

export interface Outcome {
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly queued: number;
  readonly balanced: boolean;
}

export interface Ledger {
  readonly agents: readonly { agent: string; messages: Outcome; readings: Outcome }[];
  readonly total: { messages: Outcome; readings: Outcome };
}

export interface NewAgent {
  readonly id: string;
  readonly name: string;
  readonly mqtt: { url: string; client_id: string; username: string; password: string };
}

export interface Series {
  readonly agent: string;
  readonly device: string;
  readonly metric: string;
  readonly unit: string | null;
  readonly resolution: string;
  readonly points: readonly (readonly [number, number | string | null, ...number[]])[];
}

/** A REST client that knows nothing of the program but its public interface. */
export class Api {
  readonly #url: string;
  #token: string;

  constructor(url: string, token = '') {
    this.#url = url;
    this.#token = token;
  }

  /** Sets a new installation up with the token it left in its data folder. */
  static async setUp(hawser: Pick<RunningHawser, 'url' | 'setupTokenFile'>, account: string): Promise<Api> {
    const token = readFileSync(hawser.setupTokenFile, 'utf8').trim();
    const api = new Api(hawser.url);
    const answer = await api.post<{ access_token: string }>('/v1/setup', { token, ...ADMIN, account });
    api.#token = answer.access_token;
    return api;
  }

  static async signIn(hawser: RunningHawser): Promise<Api> {
    const answer = await new Api(hawser.url).post<{ access_token: string }>('/v1/auth/login', ADMIN);
    return new Api(hawser.url, answer.access_token);
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.#url}${path}`, {
      method,
      headers: {
        ...(this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async get<Answer>(path: string): Promise<Answer> {
    return expectOk(await this.send('GET', path), `GET ${path}`);
  }

  async post<Answer>(path: string, body?: unknown): Promise<Answer> {
    return expectOk(await this.send('POST', path, body), `POST ${path}`);
  }

  createAgent(account: string, name: string): Promise<NewAgent> {
    return this.post(`/v1/${account}/agents`, { name });
  }

  async readings(account: string, query: Record<string, string | number>): Promise<readonly Series[]> {
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const answer = await this.get<{ series: readonly Series[] }>(`/v1/${account}/readings?${search}`);
    return answer.series;
  }

  /**
   * The ledger of all time, once it has heard of so many messages and everything received has been worked off.
   *
   * @param received - messages known to be acknowledged; intake counts them within a second or so
   */
  settledLedger(account: string, received: number, timeoutMs = 60_000): Promise<Ledger> {
    const from = '2020-01-01T00:00:00Z';
    const ask = async () => {
      const ledger = await this.get<Ledger>(`/v1/${account}/ledger?from=${from}`);
      const { messages } = ledger.total;
      return messages.received >= received && messages.queued === 0 && messages.balanced && ledger;
    };
    return waitFor(ask, { timeoutMs, intervalMs: 200, what: 'a balanced ledger with an empty queue' });
  }
}

async function expectOk<Answer>(response: Response, what: string): Promise<Answer> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${what} answered ${response.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}
