import { Problem } from '@hawser/core';
import type { ApiApp } from '../http/api-app.ts';

/**
 * Refuses the NUL character anywhere in the input: no name or text has it, and PostgreSQL cannot store it.
 * Paths are decoded by then, so `%00` is found as well.
 */
export function refuseNulCharacters(app: ApiApp): void {
  app.addHook('preValidation', async ({ params, query, body }) => {
    for (const [part, value] of Object.entries({ path: params, query, body })) {
      if (hasNul(value)) throw new Problem('invalid-input', `The ${part} has a NUL character.`);
    }
  });
}

/** Bodies are small and their nesting is bounded by their size, 64 KiB. */
function hasNul(value: unknown): boolean {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'string' && next.includes('\0')) return true;
    if (typeof next === 'object' && next !== null) waiting.push(...Object.keys(next), ...Object.values(next));
  }
  return false;
}
