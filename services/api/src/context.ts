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
  createFleetRepository,
  createGrantRepository,
  createLedgerRepository,
  createReadingsRepository,
  createRoleRepository,
  createSeriesRepository,
  createUserRepository,
  type Database,
  type DeadLetterRepository,
  type FleetRepository,
  type GrantRepository,
  type LedgerRepository,
  type ReadingsRepository,
  type RoleRepository,
  readSealingKey,
  type SeriesRepository,
  type UserRepository,
} from '@hawser/storage';
import { type AccessChanges, createAccessChanges } from './access/access-changes.ts';
import { type AccessService, createAccessService } from './access/access-service.ts';
import { type ApiConfig, DEFAULT_LIVE_LIMITS } from './config.ts';
import type { ApiDeps, BrokerControl, Readiness, SetupGuard } from './deps.ts';
import { createLiveHub, type LiveHub } from './features/live/live-hub.ts';
import { createSetupState, type SetupState } from './features/setup/setup-state.ts';
import { createIdempotencyStore, type IdempotencyStore } from './http/idempotency.ts';
import { createLinks, type Links } from './http/links.ts';
import { createSecretBox } from './http/secret-box.ts';
import { createMailService, type MailService } from './mail/mail-service.ts';
import { createOidcProvider, type OidcProvider } from './oidc/oidc-provider.ts';
import { createForgottenPasswords, type ForgottenPasswords } from './passwords/forgotten-passwords.ts';
import { createPasswordHasher, type PasswordHasher } from './passwords/password-hasher.ts';
import { createResetLinks, type ResetLinks } from './passwords/reset-links.ts';
import { createLocalRateCounter, type RateCounter } from './rate-limits/rate-counter.ts';
import { createResilientRateCounter } from './rate-limits/resilient-rate-counter.ts';
import { type Challenges, createChallenges } from './second-factor/challenges.ts';
import { createSecondFactor, type SecondFactor } from './second-factor/second-factor.ts';
import { createTrustedBrowsers, type TrustedBrowsers } from './second-factor/trusted-browser.ts';
import { type ApiTokenService, createApiTokenService } from './sessions/api-tokens.ts';
import { type Callers, createCallers } from './sessions/callers.ts';
import { defaultSecurityPolicy, type SecurityPolicy } from './sessions/security-policy.ts';
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
  readonly licence: ApiDeps['licence'];
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly readiness: () => Promise<Readiness>;
  readonly accounts: AccountRepository;
  readonly agents: AgentRepository;
  readonly users: UserRepository;
  readonly grants: GrantRepository;
  readonly roles: RoleRepository;
  readonly fleets: FleetRepository;
  readonly credentials: CredentialRepository;
  readonly series: SeriesRepository;
  readonly readings: ReadingsRepository;
  readonly deadLetters: DeadLetterRepository;
  readonly ledger: LedgerRepository;
  readonly passwords: PasswordHasher;
  readonly sessions: SessionService;
  readonly apiTokens: ApiTokenService;
  readonly callers: Callers;
  readonly access: AccessService;
  readonly accessChanges: AccessChanges;
  readonly signIns: SignInGuard;
  readonly securityPolicy: SecurityPolicy;
  readonly secondFactor: SecondFactor;
  readonly challenges: Challenges;
  readonly trustedBrowsers: TrustedBrowsers;
  readonly links: Links;
  readonly mail: MailService;
  readonly resetLinks: ResetLinks;
  readonly forgottenPasswords: ForgottenPasswords;
  readonly setupState: SetupState;
  readonly idempotency: IdempotencyStore;
  readonly live: LiveHub;
  readonly rateCounter: RateCounter;
  /** Null when there is no identity provider. */
  readonly oidc: OidcProvider | null;
  /** What cookies are sealed with, the same in all processes. */
  readonly sealingKey: () => Promise<Uint8Array>;
}

/** Wires the role's services; nothing is opened and nothing asked of the database yet. */
export function createApiContext(config: ApiConfig, deps: ApiDeps): ApiContext {
  const { db, clock, log, metrics } = deps;
  const accounts = createAccountRepository(db);
  const agents = createAgentRepository(db, clock);
  const securityPolicy = deps.securityPolicy ?? defaultSecurityPolicy();
  const secondFactor = createSecondFactor({ db, clock, box: createSecretBox(config.secretKey ?? null, db) });
  const sessions = createSessionService(config, { db, accounts, clock, securityPolicy, secondFactor });
  const apiTokens = createApiTokenService({ db, accounts, clock });
  const accessChanges = createAccessChanges();
  accessChanges.listen(() => sessions.lookUpAgain());
  accessChanges.listen(() => apiTokens.lookUpAgain());
  const links = createLinks(config);
  const mail = createMailService(deps.mailer ?? null, log);
  const resetLinks = createResetLinks(db, clock, links);
  return {
    config,
    db,
    queue: { name: deps.queue, appender: deps.appender, reader: deps.reader },
    brokerControl: deps.brokerControl,
    setupGuard: deps.setup,
    licence: deps.licence,
    log,
    metrics,
    clock,
    readiness: deps.readiness,
    accounts,
    agents,
    users: createUserRepository(db),
    grants: createGrantRepository(db),
    roles: createRoleRepository(db),
    fleets: createFleetRepository(db),
    credentials: createCredentialRepository(db),
    series: createSeriesRepository(db),
    readings: createReadingsRepository(db),
    deadLetters: createDeadLetterRepository(db),
    ledger: createLedgerRepository(db),
    passwords: createPasswordHasher(),
    sessions,
    apiTokens,
    callers: createCallers(sessions, apiTokens),
    access: createAccessService(db, clock),
    accessChanges,
    signIns: createSignInGuard(db, clock),
    securityPolicy,
    secondFactor,
    challenges: createChallenges(db, clock),
    trustedBrowsers: createTrustedBrowsers(db, clock),
    links,
    mail,
    resetLinks,
    forgottenPasswords: createForgottenPasswords({ db, mail, log, links: resetLinks }),
    setupState: createSetupState(accounts),
    idempotency: createIdempotencyStore(clock),
    live: createLiveHub(config.liveLimits ?? DEFAULT_LIVE_LIMITS, { agents, clock, log, metrics }),
    rateCounter: rateCounterOf(deps),
    oidc: config.oidc === undefined || config.oidc === null ? null : createOidcProvider(config.oidc, { clock, log }),
    sealingKey: readOnce(() => readSealingKey(db)),
  };
}

/** Keeps what never changes, once it could be read. */
function readOnce<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let known: Value | undefined;
  return async () => {
    known ??= await read();
    return known;
  };
}

function rateCounterOf({ sharedRateCounter: shared, clock, log }: ApiDeps): RateCounter {
  const local = createLocalRateCounter(clock);
  return shared === undefined || shared === null ? local : createResilientRateCounter({ shared, local, clock, log });
}
