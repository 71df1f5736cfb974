import type { Clock } from '@hawser/core';
import type { Logger, Metrics } from '@hawser/platform';
import {
  type AccountPolicies,
  type AccountRepository,
  type AgentRepository,
  type CredentialRepository,
  createAccountPolicies,
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
import { type ApiConfig, DEFAULT_LIVE_LIMITS } from './config.ts';
import type { ApiDeps, BrokerControl, Readiness, SetupGuard } from './deps.ts';
import { createLiveHub, type LiveHub } from './features/live/live-hub.ts';
import { createSetupState, type SetupState } from './features/setup/setup-state.ts';
import { createIdempotencyStore, type IdempotencyStore } from './http/idempotency.ts';
import { createPasswordHasher, type PasswordHasher } from './passwords/password-hasher.ts';
import { createSessionService, type SessionService } from './sessions/session-service.ts';
import { createSignInGuard, type SignInGuard } from './sessions/sign-in-guard.ts';

/** Everything the features need, made once per role. */
export interface ApiContext {
  readonly config: ApiConfig;
  readonly db: Database;
  /** `name` is the queue's name in the database's positions. */
  readonly queue: Pick<ApiDeps, 'appender' | 'reader'> & { readonly name: string };
  readonly brokerControl: BrokerControl;
  readonly setupGuard: SetupGuard;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly readiness: () => Promise<Readiness>;
  readonly accounts: AccountRepository;
  readonly policies: AccountPolicies;
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

/** Wires the role's services; nothing is opened and nothing asked of the database yet. */
export function createApiContext(config: ApiConfig, deps: ApiDeps): ApiContext {
  const { db, clock, log, metrics } = deps;
  const accounts = createAccountRepository(db);
  const agents = createAgentRepository(db, clock);
  return {
    config,
    db,
    queue: { name: deps.queue, appender: deps.appender, reader: deps.reader },
    brokerControl: deps.brokerControl,
    setupGuard: deps.setup,
    log,
    metrics,
    clock,
    readiness: deps.readiness,
    accounts,
    policies: deps.policies ?? createAccountPolicies({ db, clock, onError: (err) => reportStalePolicies(log, err) }),
    agents,
    credentials: createCredentialRepository(db),
    series: createSeriesRepository(db),
    readings: createReadingsRepository(db),
    deadLetters: createDeadLetterRepository(db),
    ledger: createLedgerRepository(db),
    passwords: createPasswordHasher(),
    sessions: createSessionService(config, { db, accounts, clock }),
    signIns: createSignInGuard(clock),
    setupState: createSetupState(accounts),
    idempotency: createIdempotencyStore(clock),
    live: createLiveHub(config.liveLimits ?? DEFAULT_LIVE_LIMITS, { agents, clock, log, metrics }),
  };
}

function reportStalePolicies(log: Logger, err: unknown): void {
  log.warn({ err }, 'What holds in an account could not be read again; what is known goes on to hold');
}
