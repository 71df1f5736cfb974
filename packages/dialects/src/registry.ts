import type { ClassifiedTopic, Dialect } from './dialect.ts';
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
