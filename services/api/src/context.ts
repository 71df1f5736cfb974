import type { Clock } from '@hawser/core';
import type { Logger, Metrics } from '@hawser/platform';
import {
  type AccountRepository,
  type AgentRepository,
  type CredentialRepository,
  createAccountRepository,
  createAgentRepository,
  createCredentialRepository,
  createDeadLetterRepository,
  createLedgerRepository,
  createReadingsRepository,
  createSeriesRepository,
  type Database,
  type DeadLetterRepository,
  type LedgerRepository,
  type ReadingsRepository,
  type SeriesRepository,
} from '@hawser/storage';
import { type AccountDirectory, createAccountDirectory } from './access/account-directory.ts';
import { type AccountWall, createAccountWall } from './access/account-wall.ts';
import { type ApiConfig, DEFAULT_LIVE_LIMITS } from './config.ts';
import type { ApiDeps, Readiness, SetupGuard } from './deps.ts';
import { createLiveHub, type LiveHub } from './features/live/live-hub.ts';
import { createSetupState, type SetupState } from './features/setup/setup-state.ts';
import { createIdempotencyStore, type IdempotencyStore } from './http/idempotency.ts';
import { createPasswordHasher, type PasswordHasher } from './passwords/password-hasher.ts';
import { createSessionService, type SessionService } from './sessions/session-service.ts';
import { createSignInGuard, type SignInGuard } from './sessions/sign-in-guard.ts';

/** Everything the features need, made once per role. */
export interface ApiContext {
  readonly config: ApiConfig;
  /** Of the account in which a request acts, as are the repositories below: see `AccountWall`. */
  readonly db: Database;
  readonly wall: AccountWall;
  /**
   * Of all accounts: for finding out who asks and which account is meant, for set-up, and for what no request does. Not
   * for what is done in an account.
   */
  readonly unscoped: Unscoped;
  /** Which account is meant: of all accounts as well. */
  readonly directory: AccountDirectory;
  /** `name` is the queue's name in the database's positions. */
  readonly queue: Pick<ApiDeps, 'appender' | 'reader'> & { readonly name: string };
  readonly invalidations: ApiDeps['invalidations'];
  readonly setupGuard: SetupGuard;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly readiness: () => Promise<Readiness>;
  readonly accounts: AccountRepository;
  readonly agents: AgentRepository;
  readonly credentials: CredentialRepository;
  readonly series: SeriesRepository;
  readonly readings: ReadingsRepository;
  readonly deadLetters: DeadLetterRepository;
  readonly ledger: LedgerRepository;
  readonly passwords: PasswordHasher;
  readonly sessions: SessionService;
  readonly signIns: SignInGuard;
  readonly setupState: SetupState;
  readonly idempotency: IdempotencyStore;
  readonly live: LiveHub;
}

/** What sees all accounts. */
export interface Unscoped {
  readonly db: Database;
  readonly accounts: AccountRepository;
}

/** Wires the role's services; nothing is opened and nothing asked of the database yet. */
export function createApiContext(config: ApiConfig, deps: ApiDeps): ApiContext {
  const { clock, invalidations, log, metrics } = deps;
  const wall = createAccountWall(deps.db);
  const db = wall.database;
  const unscoped = { db: deps.db, accounts: createAccountRepository(deps.db) };
  const live = { agents: createAgentRepository(deps.db, clock), clock, log, metrics };
  return {
    config,
    db,
    wall,
    unscoped,
    directory: createAccountDirectory({ ...unscoped, invalidations, clock }),
    queue: { name: deps.queue, appender: deps.appender, reader: deps.reader },
    invalidations,
    setupGuard: deps.setup,
    log,
    metrics,
    clock,
    readiness: deps.readiness,
    accounts: createAccountRepository(db),
    agents: createAgentRepository(db, clock),
    credentials: createCredentialRepository(db),
    series: createSeriesRepository(db),
    readings: createReadingsRepository(db),
    deadLetters: createDeadLetterRepository(db),
    ledger: createLedgerRepository(db),
    passwords: createPasswordHasher(),
    sessions: createSessionService(config, { ...unscoped, invalidations, clock }),
    signIns: createSignInGuard(clock),
    setupState: createSetupState(unscoped.accounts),
    idempotency: createIdempotencyStore(clock),
    live: createLiveHub(config.liveLimits ?? DEFAULT_LIVE_LIMITS, live),
  };
}
