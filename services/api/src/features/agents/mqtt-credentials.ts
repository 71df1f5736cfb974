import { randomBytes } from 'node:crypto';
import type { AgentCredentials, MqttAccess } from '@hawser/contracts/http';
import type { AgentId } from '@hawser/core';
import type { Agent } from '@hawser/storage';
import { hashSecret, newSecret } from '../../http/secrets.ts';

export interface MqttSecret {
  readonly username: string;
  /** In clear: it is shown once and never stored. */
  readonly password: string;
}

/** Makes a user name that tells nothing and a password that cannot be guessed. */
export function newMqttSecret(): MqttSecret {
  return { username: `hk_${randomBytes(12).toString('base64url')}`, password: newSecret() };
}

/** What is stored of a secret. */
export function storedCredential(agentId: AgentId, { username, password }: MqttSecret) {
  return { agentId, username, passwordHash: hashSecret(password) };
}

/** What the caller is shown, this once. */
export function credentialsBody(agent: Pick<Agent, 'id' | 'name' | 'accountName'>, url: string, secret: MqttSecret) {
  const mqtt: MqttAccess = { url, client_id: agent.id, ...secret };
  return { id: agent.id, name: agent.name, account: agent.accountName, mqtt } satisfies AgentCredentials;
}
