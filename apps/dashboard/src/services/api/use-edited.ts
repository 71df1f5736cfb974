import { type ShallowRef, shallowRef } from 'vue';
import type { Tagged } from './client.ts';

/** What a form edits, with what went wrong when it was read. */
export interface Edited<T> {
  readonly tagged: ShallowRef<Tagged<T> | null>;
  readonly error: ShallowRef<unknown>;
  /** Reads it anew. */
  load(): Promise<void>;
}

/**
 * What a form edits: read anew when the form opens, so that a change is based on what is there now.
 * @param fill puts what was read into the form
 */
export function useEdited<T>(read: () => Promise<Tagged<T>>, fill: (item: T) => void): Edited<T> {
  const tagged = shallowRef<Tagged<T> | null>(null);
  const error = shallowRef<unknown>(null);

  async function load(): Promise<void> {
    error.value = null;
    try {
      const answer = await read();
      fill(answer.data);
      tagged.value = answer;
    } catch (cause) {
      error.value = cause;
    }
  }

  void load();
  return { tagged, error, load };
}
