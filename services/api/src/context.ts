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
  followAccountChanges,
  type GrantRepository,
  type LedgerRepository,
  type ReadingsRepository,
  type RoleRepository,
  readSealingKey,
  type SeriesRepository,
  type UserRepository,
} from '@hawser/storage';
import { type AccessService, createAccessService } from './access/access-service.ts';
import { type AccountDirectory, createAccountDirectory } from './access/account-directory.ts';
import { type AccountWall, createAccountWall } from './access/account-wall.ts';
import { type ApiConfig, DEFAULT_LIVE_LIMITS } from './config.ts';
import type { ApiDeps, Readiness, SetupGuard } from './deps.ts';
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
import { createSecurityPolicy, type SecurityPolicy } from './sessions/security-policy.ts';
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
  readonly licence: ApiDeps['licence'];
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly readiness: () => Promise<Readiness>;
  readonly accounts: AccountRepository;
  readonly policies: AccountPolicies;
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
  const ofAll = { ...unscoped, invalidations, clock };
  const policies = deps.policies ?? ownPolicies(deps);
  const securityPolicy = deps.securityPolicy ?? createSecurityPolicy(policies);
  const secondFactor = createSecondFactor({ ...ofAll, box: createSecretBox(config.secretKey ?? null, deps.db) });
  const sessions = createSessionService(config, { ...ofAll, securityPolicy, secondFactor });
  const apiTokens = createApiTokenService(ofAll);
  const links = createLinks(config);
  const mail = createMailService(deps.mailer ?? null, log);
  const resetLinks = createResetLinks(deps.db, clock, links);
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
    licence: deps.licence,
    log,
    metrics,
    clock,
    readiness: deps.readiness,
    accounts: createAccountRepository(db),
    agents: createAgentRepository(db, clock),
    policies,
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
    access: createAccessService(deps.db, clock),
    signIns: createSignInGuard(deps.db, clock),
    securityPolicy,
    secondFactor,
    challenges: createChallenges(deps.db, clock),
    trustedBrowsers: createTrustedBrowsers(deps.db, clock),
    links,
    mail,
    resetLinks,
    forgottenPasswords: createForgottenPasswords({ db: deps.db, mail, log, links: resetLinks }),
    setupState: createSetupState(unscoped.accounts),
    idempotency: createIdempotencyStore(clock),
    live: createLiveHub(config.liveLimits ?? DEFAULT_LIVE_LIMITS, live),
    rateCounter: rateCounterOf(deps),
    oidc: config.oidc === undefined || config.oidc === null ? null : createOidcProvider(config.oidc, { clock, log }),
    sealingKey: readOnce(() => readSealingKey(deps.db)),
  };
}

function ownPolicies({ db, clock, invalidations, log }: ApiDeps): AccountPolicies {
  const onError = (err: unknown): void =>
    log.warn({ err }, 'What holds in an account could not be read again; what is known goes on to hold');
  const policies = createAccountPolicies({ db, clock, onError });
  followAccountChanges(policies, invalidations);
  return policies;
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
