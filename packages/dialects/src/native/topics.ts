import type { ClassifiedTopic, TopicClass, TopicOwner } from '../dialect.ts';

const ROOT = 'hawser';

/** Everything in the trees of agents. */
export const nativeIntakeFilters: readonly string[] = Object.freeze([`${ROOT}/+/+/#`]);

/** What an agent may publish under `hawser/{account}/{agent}/`. */
export const nativeTopicClasses = Object.freeze([
  {
    name: 'telemetry',
    direction: 'up',
    kind: 'telemetry',
    permission: 'telemetry:write',
    filter: `${ROOT}/+/+/telemetry`,
  },
  { name: 'status', direction: 'up', kind: 'lifecycle', permission: 'agent:connect', filter: `${ROOT}/+/+/status` },
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

/** Says whose tree a topic of the form `hawser/{account}/{agent}/…` lies in; null for every other topic. */
export function ownerOfNativeTopic(topic: string): TopicOwner | null {
  const [root, account, agent, below] = topic.split('/', 4);
  if (root !== ROOT || !account || !agent || below === undefined) return null;
  return { account, agent };
}
