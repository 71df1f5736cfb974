import type { AccountId, AgentId } from '../ids.ts';
import type { Permission } from './permission.ts';
import { roleHolds } from './role.ts';

/** Root of the native topic tree, `hawser/{account}/{agent}/…`. */
const NATIVE_ROOT = 'hawser';
/** Longest topic or filter, in UTF-16 code units. */
const MAX_TOPIC_LENGTH = 4_096;

/** An agent that has proven who it is. */
export interface AgentIdentity {
  readonly id: AgentId;
  readonly name: string;
  readonly account: AccountId;
  readonly accountName: string;
}

/** Whose topic it is and what publishing to it takes, as a dialect reads it. */
export interface TopicAddress {
  /** Account name as the topic spells it. */
  readonly account: string;
  /** Agent name or id as the topic spells it. */
  readonly agent: string;
  readonly permission: Permission;
}

export const MQTT_DENIALS = {
  'client-id': 'the client id is not the id of the agent',
  'malformed-topic': 'the topic is not a valid MQTT topic',
  'topic-too-long': 'the topic or filter is longer than 4,096 characters',
  'reserved-topic': 'topics that begin with $ belong to the server',
  'foreign-topic': 'the topic belongs to somebody else or to nobody',
  'permission-missing': 'agents do not hold the permission that the topic asks for',
} as const;

export type MqttDenial = keyof typeof MQTT_DENIALS;

export type MqttDecision = { readonly allow: true } | { readonly allow: false; readonly reason: MqttDenial };

const ALLOW: MqttDecision = Object.freeze({ allow: true });

/**
 * Decides about a connection whose user name and password were right.
 * The client id must be the agent's id, in either case: it is what makes a second connection take over the first.
 */
export function mayConnect(agent: AgentIdentity, clientId: string): MqttDecision {
  return clientId.toLowerCase() === agent.id ? ALLOW : deny('client-id');
}

/**
 * Decides about a publish, a will included.
 *
 * @param topic - topic as sent
 * @param address - what a dialect makes of the topic; null when none knows it. An unknown topic in the agent's own
 *   native tree is allowed, because a message that cannot be understood must end where a person sees it.
 */
export function mayPublish(agent: AgentIdentity, topic: string, address: TopicAddress | null): MqttDecision {
  if (topic === '' || topic.includes('\0') || hasWildcard(topic)) return deny('malformed-topic');
  if (topic.length > MAX_TOPIC_LENGTH) return deny('topic-too-long');
  if (address === null) return mayPublishUnknown(agent, topic);
  if (!isOwn(agent, address.account, address.agent)) return deny('foreign-topic');
  return roleHolds('agent', address.permission) ? ALLOW : deny('permission-missing');
}

function mayPublishUnknown(agent: AgentIdentity, topic: string): MqttDecision {
  if (topic.startsWith('$')) return deny('reserved-topic');
  return isInOwnTree(agent, topic) ? ALLOW : deny('foreign-topic');
}

/**
 * Decides about a subscription: only filters that can match nothing outside the agent's own native tree.
 * Account and agent must therefore be written out; wildcards are allowed below them.
 */
export function maySubscribe(agent: AgentIdentity, filter: string): MqttDecision {
  if (filter === '' || filter.includes('\0')) return deny('malformed-topic');
  if (filter.length > MAX_TOPIC_LENGTH) return deny('topic-too-long');
  if (filter.startsWith('$')) return deny('reserved-topic');
  return isInOwnTree(agent, filter) ? ALLOW : deny('foreign-topic');
}

function isInOwnTree(agent: AgentIdentity, topicOrFilter: string): boolean {
  const [root, account, owner, ...rest] = topicOrFilter.split('/', 4);
  if (root !== NATIVE_ROOT || account === undefined || owner === undefined || rest.length === 0) return false;
  return isOwn(agent, account, owner);
}

function isOwn(agent: AgentIdentity, account: string, owner: string): boolean {
  // A name with a wildcard in it must not turn a filter that matches everybody into an own one.
  if (hasWildcard(account) || hasWildcard(owner)) return false;
  return account === agent.accountName && (owner === agent.name || owner === agent.id);
}

function hasWildcard(text: string): boolean {
  return text.includes('+') || text.includes('#');
}

function deny(reason: MqttDenial): MqttDecision {
  return { allow: false, reason };
}
