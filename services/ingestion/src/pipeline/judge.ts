import type { AccountId, AgentId, Clock, DecodeOutcome } from '@hawser/core';
import type { AccountPolicies, IngestStore, KnownAccounts } from '@hawser/storage';
import type { SequenceCache } from '../caches/sequence-cache.ts';
import { type Deduplicator, identityOf, loadDeduplicator } from './deduplicate.ts';
import type { JudgedMessage, ReceivedMessage, Verdict } from './message.ts';
import { judgeReplay, loadDeadLetters, type ReplayableDeadLetters } from './replay.ts';

export interface Judgement {
  readonly messages: readonly JudgedMessage[];
  readonly dedup: Deduplicator;
}

/** What the database knows about the messages of a batch. */
interface Facts {
  readonly agents: ReadonlySet<AgentId>;
  /** Looked up only where some agent is not known. */
  readonly accounts: KnownAccounts | null;
  /** Of accounts whose agents may not speak every dialect. */
  readonly dialects: ReadonlyMap<AccountId, readonly string[]>;
  readonly letters: ReplayableDeadLetters;
  readonly dedup: Deduplicator;
}

export interface JudgeDeps {
  readonly store: IngestStore;
  readonly sequences: SequenceCache;
  readonly policies: Pick<AccountPolicies, 'read'>;
  readonly clock: Clock;
}

type Rejected = Extract<DecodeOutcome, { kind: 'reject' }>;

const UNKNOWN_AGENT: Rejected = {
  kind: 'reject',
  reason: 'unknown-agent',
  detail: 'no agent of this name or id is known; it may have been deleted',
};

const UNKNOWN_ACCOUNT: Rejected = {
  kind: 'reject',
  reason: 'unknown-account',
  detail: 'the account that the message was sent to is not known; it may have been deleted',
};

/** Decides what becomes of each message of a batch, from what the database knows before the batch. */
export async function judge(messages: readonly ReceivedMessage[], deps: JudgeDeps): Promise<Judgement> {
  const { store, policies } = deps;
  const agents = await store.existingAgents([...new Set(messages.map(({ envelope }) => envelope.agent))]);
  const accounts = await accountsOfStrangers(messages, agents, store);
  const letters = await loadDeadLetters(messages, store);
  const dedup = await loadDeduplicator(messages, deps);
  const dialects = await allowedDialects(messages, policies);
  const facts = { agents, accounts, dialects, letters, dedup };
  return { messages: messages.map((message) => ({ ...message, verdict: judgeOne(message, facts) })), dedup };
}

async function accountsOfStrangers(
  messages: readonly ReceivedMessage[],
  agents: ReadonlySet<AgentId>,
  store: Pick<IngestStore, 'knownAccounts'>,
): Promise<KnownAccounts | null> {
  const accounts = new Set<AccountId>();
  for (const { envelope } of messages) if (!agents.has(envelope.agent)) accounts.add(envelope.account);
  return accounts.size === 0 ? null : store.knownAccounts([...accounts]);
}

async function allowedDialects(
  messages: readonly ReceivedMessage[],
  policies: JudgeDeps['policies'],
): Promise<Map<AccountId, readonly string[]>> {
  const allowed = new Map<AccountId, readonly string[]>();
  for (const account of new Set(messages.map(({ envelope }) => envelope.account))) {
    const names = (await policies.read(account))?.settings.values.allowed_dialects ?? null;
    if (names !== null) allowed.set(account, names);
  }
  return allowed;
}

function judgeOne(message: ReceivedMessage, facts: Facts): Verdict {
  const { replayOf } = message.envelope;
  const { letters, dedup } = facts;
  const { outcome, account } = considerSender(message, facts);
  const id = identityOf(outcome, message.place);
  const isNew = id === null || dedup.mark(message, id);
  // A replay is never a duplicate of anything; its id is marked, so that a later resend is one of it.
  if (replayOf !== null) return judgeReplay(replayOf, outcome, letters);
  if (!isNew) return { kind: 'duplicate', readings: readingsIn(outcome) };
  if (outcome.kind === 'reject') return { ...outcome, refused: outcome.refused ?? null, account };
  return { kind: 'store', readings: outcome.readings, refused: outcome.refused };
}

function readingsIn(outcome: DecodeOutcome): number {
  if (outcome.kind === 'reject') return outcome.refused?.length ?? 0;
  return outcome.readings.length + outcome.refused.length;
}

/** Whatever an unknown sender sent, it is refused because of the sender; and by the root account when need be. */
function considerSender(message: ReceivedMessage, { agents, accounts, dialects }: Facts) {
  const { envelope, outcome, isMessage } = message;
  const { account } = envelope;
  if (agents.has(envelope.agent) || accounts === null) return { outcome: considerDialect(message, dialects), account };
  if (!isMessage) return { outcome, account: accounts.root };
  if (accounts.existing.has(account)) return { outcome: UNKNOWN_AGENT, account };
  return { outcome: UNKNOWN_ACCOUNT, account: accounts.root };
}

/** What no dialect knows is refused as that. */
function considerDialect({ envelope, outcome }: ReceivedMessage, dialects: Facts['dialects']): DecodeOutcome {
  const allowed = dialects.get(envelope.account);
  if (allowed === undefined || allowed.includes(envelope.dialect)) return outcome;
  if (outcome.kind === 'reject' && outcome.reason === 'unknown-topic') return outcome;
  const detail = `the account allows ${allowed.join(', ') || 'no dialect'}, and this is a message of dialect ${envelope.dialect}`;
  return { kind: 'reject', reason: 'dialect-not-allowed', detail };
}
