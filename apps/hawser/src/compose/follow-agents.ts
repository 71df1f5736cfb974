import type { BrokerRole } from '@hawser/broker';
import { Backoff, type Logger } from '@hawser/platform';
import type { CredentialRepository, Invalidations } from '@hawser/storage';

const RETRY = { firstMs: 200, maxMs: 10_000 };

interface FollowDeps {
  readonly role: Pick<BrokerRole, 'disconnectAgent' | 'forgetAllAgents' | 'connectedAgents'>;
  readonly credentials: Pick<CredentialRepository, 'findOutdated'>;
  readonly invalidations: Pick<Invalidations, 'subscribe'>;
  readonly log: Logger;
}

/**
 * Ends the session of an agent that was changed, at once. When changes may have been missed, all agents that are connected
 * are looked up, until that has succeeded: nothing else would ever end the session of one that was disabled meanwhile.
 *
 * @returns how to stop that
 */
export function followAgents(deps: FollowDeps): () => Promise<void> {
  const follower = new AgentFollower(deps);
  return () => follower.stop();
}

class AgentFollower {
  readonly #deps: FollowDeps;
  readonly #backoff = new Backoff(RETRY);
  readonly #stopping = new AbortController();
  readonly #unsubscribe: () => void;
  #isOwed = false;
  #checking: Promise<void> = Promise.resolve();

  constructor(deps: FollowDeps) {
    const { role, invalidations } = deps;
    this.#deps = deps;
    this.#unsubscribe = invalidations.subscribe((event) => {
      if (event.type === 'agent-changed') role.disconnectAgent(event.agent);
      if (event.type === 'everything') this.#checkAll();
    });
  }

  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#stopping.abort();
    await this.#checking;
  }

  /** However often this is asked for while one check is under way, one more follows. */
  #checkAll(): void {
    this.#deps.role.forgetAllAgents();
    if (this.#isOwed) return;
    this.#isOwed = true;
    this.#checking = this.#checking.then(() => this.#checkUntilDone());
  }

  async #checkUntilDone(): Promise<void> {
    const { role, credentials, log } = this.#deps;
    while (this.#isOwed && !this.#stopping.signal.aborted) {
      this.#isOwed = false;
      try {
        for (const agent of await credentials.findOutdated(role.connectedAgents())) role.disconnectAgent(agent);
        this.#backoff.reset();
      } catch (err) {
        this.#isOwed = true;
        log.warn({ err }, 'The agents that are connected cannot be looked up; it is tried again');
        await this.#backoff.wait(this.#stopping.signal);
      }
    }
  }
}
