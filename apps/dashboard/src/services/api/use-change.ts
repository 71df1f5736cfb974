import { type QueryKey, useMutation, useQueryClient } from '@tanstack/vue-query';
import type { Ref } from 'vue';

/** How a call that changes something goes. */
export interface Change {
  readonly error: Readonly<Ref<unknown>>;
  readonly isPending: Readonly<Ref<boolean>>;
  /** Forgets what went wrong. */
  reset(): void;
}

/** A call that changes something, after which what the cache holds under the keys is asked for again. */
export function useChange<Answer, Input = void>(change: (input: Input) => Promise<Answer>, stale: () => QueryKey[]) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    // Answers may hold secrets, such as a link that is shown once: they must not outlive what shows them.
    gcTime: 0,
    onSuccess: () => Promise.all(stale().map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
}
