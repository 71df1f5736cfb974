import { type AgentIdentity, type MqttDenial, mayPublish } from '@hawser/core';
import { classifyTopic } from '@hawser/dialects';

/**
 * Dialect and kind that messages are queued under when no dialect knows their topic. There is no dialect of that name,
 * so ingestion never takes such a payload for telemetry, however much it looks like it.
 */
export const UNKNOWN_TOPIC = { dialect: 'unknown', kind: 'telemetry' } as const;

/** What becomes of a publish: refused, or queued under a dialect and kind. */
export type PublishDecision =
  | { readonly allow: false; readonly reason: MqttDenial; readonly dialect: string }
  | { readonly allow: true; readonly dialect: string; readonly kind: IntakeKind; readonly retained: boolean };

type Classified = NonNullable<ReturnType<typeof classifyTopic>>;
export type IntakeKind = Classified['topicClass']['kind'];

/**
 * Decides about a publish. A topic in the agent's own tree that no dialect knows is queued all the same; ingestion
 * makes a dead letter of it, where a person can see it.
 */
export function decidePublish(agent: AgentIdentity, topic: string): PublishDecision {
  const classified = classifyTopic(topic);
  const decision = mayPublish(agent, topic, addressOf(classified));
  const dialect = classified?.dialect.name ?? UNKNOWN_TOPIC.dialect;
  if (!decision.allow) return { allow: false, reason: decision.reason, dialect };
  if (classified === null) return { allow: true, ...UNKNOWN_TOPIC, retained: false };
  const { topicClass } = classified;
  return { allow: true, dialect, kind: topicClass.kind, retained: topicClass.name === 'status' };
}

function addressOf(classified: Classified | null) {
  if (classified === null) return null;
  return { account: classified.account, agent: classified.agent, permission: classified.topicClass.permission };
}
