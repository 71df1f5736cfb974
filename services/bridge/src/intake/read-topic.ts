import { classifyTopic, type Dialect, ownerOfTopic, type TopicClass } from '@hawser/dialects';

/** What the names in a topic say, before anybody was asked whether they exist. */
export interface ReadTopic {
  readonly account: string;
  readonly agent: string;
  readonly dialect: string;
  /** Null when no dialect knows what the topic carries. */
  readonly topicClass: TopicClass | null;
  readonly isOnline: Dialect['isOnline'] | null;
}

const NOBODYS: ReadTopic = { account: '', agent: '', dialect: 'unknown', topicClass: null, isOnline: null };

/** Reads a topic; one that lies in nobody's tree has empty names, which no account has. */
export function readTopic(topic: string): ReadTopic {
  const classified = classifyTopic(topic);
  if (classified !== null) {
    const { account, agent, dialect, topicClass } = classified;
    return {
      account,
      agent,
      dialect: dialect.name,
      topicClass,
      isOnline: topicClass.name === 'status' ? (payload) => dialect.isOnline(payload) : null,
    };
  }
  const owner = ownerOfTopic(topic);
  return owner === null ? NOBODYS : { ...NOBODYS, ...owner };
}
