import type { ClassifiedTopic, TopicClass } from '../dialect.ts';

const ROOT = 'hawser';

/** What an agent may publish under `hawser/{account}/{agent}/`. */
export const nativeTopicClasses = Object.freeze([
  { name: 'telemetry', direction: 'up', kind: 'telemetry', permission: 'telemetry:write' },
  { name: 'status', direction: 'up', kind: 'lifecycle', permission: 'agent:connect' },
] as const satisfies readonly TopicClass[]);

/**
 * Reads a topic of the form `hawser/{account}/{agent}/{class}`.
 *
 * @returns null for every other topic
 */
export function classifyNativeTopic(topic: string): ClassifiedTopic | null {
  const [root, account, agent, name, ...rest] = topic.split('/', 5);
  if (root !== ROOT || !account || !agent || rest.length > 0) return null;
  const topicClass = nativeTopicClasses.find((candidate) => candidate.name === name);
  return topicClass === undefined ? null : { account, agent, topicClass };
}
