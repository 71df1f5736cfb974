import { createHash } from 'node:crypto';
import type { LiveEvent, LiveSink } from '@hawser/contracts/streams';
import type { AccountId, AgentId } from '@hawser/core';
import type { EntryId } from '@hawser/queue';
import type { CredentialLookup, ReceivedLedger, StoredCredential } from '../deps.ts';
import type { Tally } from '../ledger/tallies.ts';

export const sha256 = (text: string): Uint8Array => createHash('sha256').update(text).digest();

/** An agent that a test made, with what it signs in with. */
export interface TestAgent {
  readonly id: AgentId;
  readonly name: string;
  readonly account: AccountId;
  readonly accountName: string;
  readonly username: string;
  readonly password: string;
}

let made = 0;

export function makeAgent(name: string, accountName = 'acme'): TestAgent {
  const id = `018f3c5a-0000-7000-8000-${String(++made).padStart(12, '0')}` as AgentId;
  const account = '018f3c5a-0000-7000-9000-000000000001' as AccountId;
  return { id, name, account, accountName, username: `key-${id}`, password: `secret of ${name}` };
}

export class MemoryCredentials implements CredentialLookup {
  readonly byUsername = new Map<string, StoredCredential>();
  lookups = 0;
  error: Error | null = null;

  add(agent: TestAgent, change: Partial<StoredCredential> = {}): void {
    this.byUsername.set(agent.username, {
      agentId: agent.id,
      accountId: agent.account,
      accountName: agent.accountName,
      agentName: agent.name,
      passwordHash: sha256(agent.password),
      disabled: false,
      revoked: false,
      ...change,
    });
  }

  async findByUsername(username: string): Promise<StoredCredential | null> {
    this.lookups++;
    if (this.error !== null) throw this.error;
    return this.byUsername.get(username) ?? null;
  }
}

export class MemoryLedger implements ReceivedLedger {
  readonly cursors = new Map<number, EntryId>();
  readonly counts = new Map<string, number>();
  /** Thrown before the next additions are made. */
  error: Error | null = null;
  /** Thrown after the next addition was made, once: the answer of a commit got lost. */
  lateError: Error | null = null;

  async cursor(shard: number): Promise<EntryId | null> {
    if (this.error !== null) throw this.error;
    return this.cursors.get(shard) ?? null;
  }

  async add(shard: number, upTo: EntryId, tallies: readonly Tally[]): Promise<void> {
    if (this.error !== null) throw this.error;
    this.cursors.set(shard, upTo);
    for (const { agentId, minute, messages } of tallies) {
      const key = `${agentId} ${minute}`;
      this.counts.set(key, (this.counts.get(key) ?? 0) + messages);
    }
    const late = this.lateError;
    this.lateError = null;
    if (late !== null) throw late;
  }

  /** Messages counted of an agent, or of all of them. */
  received(agent = ''): number {
    let sum = 0;
    for (const [key, messages] of this.counts) if (key.startsWith(agent)) sum += messages;
    return sum;
  }
}

export class MemoryLive implements LiveSink {
  readonly events: LiveEvent[] = [];

  wants(): boolean {
    return true;
  }

  publish(event: LiveEvent): void {
    this.events.push(event);
  }

  /** What live subscribers were told about an agent's presence, in order. */
  presenceOf(agent: AgentId): boolean[] {
    return this.events.flatMap((event) => (event.type === 'presence' && event.agent === agent ? [event.online] : []));
  }
}
