import { type AgentIdentity, type AuditEntry, type Clock, recordableText } from '@hawser/core';
import { type Logger, RepeatGuard } from '@hawser/platform';
import { RepeatedAttempts } from '@hawser/storage';

const REPEAT_LOG_MS = 10_000;

/** Something that an agent, or somebody with its user name, tried at a broker and was not let do. */
export interface AgentDenial {
  /** Whose user name it was. */
  readonly agent: AgentIdentity;
  readonly attempt: 'connect' | 'publish' | 'subscribe';
  /** Stable code. */
  readonly reason: string;
  /** The other end of the connection; null where only the broker knows it. */
  readonly address: string | null;
}

/** Leaves denied attempts of known agents in the audit, without making anybody wait. */
export interface AgentDenials {
  /** Notes an attempt. It costs a look-up in memory; at most one per agent, kind, reason and minute is written. */
  note(denial: AgentDenial): void;
  /** Writes what is still counted, and ends. */
  close(): Promise<void>;
}

export interface AgentDenialsDeps {
  readonly append: (entry: AuditEntry) => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Counts equal attempts within a minute as one, as the API does with what it denies. An entry that cannot be written is
 * counted with those to come and does not keep agents from working: messages that were taken have no need of the audit.
 */
export function createAgentDenials({ append, clock, log }: AgentDenialsDeps): AgentDenials {
  const guard = new RepeatGuard(REPEAT_LOG_MS, clock);
  let writing: Promise<unknown> = Promise.resolve();
  // One after the other: many agents that are refused at once must not take all connections to the database.
  const appendInTurn = (entry: AuditEntry): Promise<void> => {
    const written = writing.then(async () => void (await append(entry)));
    writing = written.catch(() => undefined);
    return written;
  };
  const repeated = new RepeatedAttempts({ append: appendInTurn, clock, log, keyOf: withoutAddress });
  return {
    note(denial) {
      repeated.add(entryOf(denial, clock())).catch((err: unknown) => {
        guard.warn('unwritten', (held) => log.error({ err, held }, 'Denied agents cannot be written to the audit'));
      });
    },
    async close() {
      await writing;
      await repeated.close();
    },
  };
}

/** An agent that comes from ever new addresses is the same one. */
function withoutAddress({ accountId, actor, action, resource, code }: AuditEntry): string {
  return JSON.stringify([accountId, actor.kind, action, resource.id, code]);
}

/** Whoever does not know the password is not the agent. */
function entryOf({ agent, attempt, reason, address }: AgentDenial, at: number): AuditEntry {
  const isProven = reason !== 'bad-credentials';
  const named = { id: agent.id, name: recordableText(agent.name) };
  return {
    accountId: agent.account,
    at,
    actor: isProven ? { kind: 'agent', ...named } : { kind: 'anonymous', id: null, name: null },
    address,
    userAgent: null,
    action: `agent.${attempt}`,
    resource: { kind: 'agent', ...named },
    outcome: 'denied',
    code: reason,
    count: 1,
    correlationId: null,
    before: null,
    after: null,
  };
}
