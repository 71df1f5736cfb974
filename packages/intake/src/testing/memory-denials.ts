import type { AgentDenial, AgentDenials } from '../auth/agent-denials.ts';

/** Keeps what agents were denied in memory. */
export class MemoryDenials implements Pick<AgentDenials, 'note'> {
  readonly noted: AgentDenial[] = [];

  note(denial: AgentDenial): void {
    this.noted.push(denial);
  }
}
