import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { AgentAccess } from '../simulate/fleet/agent-access.ts';

/** Keeps the credentials of the demo's agents, which the API shows only once. */
export function saveFleet(path: string, agents: readonly AgentAccess[]): void {
  writeFileSync(path, `${JSON.stringify(agents, null, 2)}\n`, { mode: 0o600 });
}

/** The demo's agents, or null when this installation is no demo. */
export function loadFleet(path: string): readonly AgentAccess[] | null {
  if (!existsSync(path)) return null;
  return JSON.parse(readFileSync(path, 'utf8')) as readonly AgentAccess[];
}
