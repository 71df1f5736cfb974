import type { ClassifiedTopic, Dialect, TopicOwner } from './dialect.ts';
import { nativeDialect } from './native/native-dialect.ts';

/** Every dialect, in the order in which they are asked about a topic. */
export const dialects: readonly Dialect[] = Object.freeze([nativeDialect]);

/**
 * Finds the dialect that a stored message names.
 *
 * @returns null when this program has no such dialect
 */
export function dialectByName(name: string): Dialect | null {
  return dialects.find((dialect) => dialect.name === name) ?? null;
}

/**
 * Says whose topic it is and what it carries.
 *
 * @param topic - topic as published
 * @returns null when no dialect knows it
 */
export function classifyTopic(topic: string): (ClassifiedTopic & { readonly dialect: Dialect }) | null {
  for (const dialect of dialects) {
    const classified = dialect.classify(topic);
    if (classified !== null) return { dialect, ...classified };
  }
  return null;
}

/** Filters that together match everything agents publish, in any dialect. */
export function intakeFilters(): string[] {
  return dialects.flatMap((dialect) => dialect.intakeFilters);
}

/** Filters that match the topics on which agents say whether they are online. */
export function statusFilters(): string[] {
  return dialects.flatMap(({ topicClasses }) =>
    topicClasses.filter(({ name }) => name === 'status').map(({ filter }) => filter),
  );
}

/**
 * Says whose tree a topic lies in, also when no dialect knows what it carries.
 *
 * @returns null when it lies in nobody's
 */
export function ownerOfTopic(topic: string): TopicOwner | null {
  for (const dialect of dialects) {
    const owner = dialect.ownerOf(topic);
    if (owner !== null) return owner;
  }
  return null;
}
