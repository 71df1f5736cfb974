import { type EffectiveLimits, type GivenLimits, limitBeyond, Problem } from '@hawser/core';
import type { Account } from '@hawser/storage';

/**
 * Reads the expiry of an account that somebody wants to set.
 *
 * @param text - checked to be RFC 3339 by its schema; null never expires
 * @returns milliseconds since the Unix epoch
 * @throws Problem `invalid-input` when it is later than that of the parent
 */
export function readExpiry(text: string | null, parent: Account): number | null {
  if (text === null) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new Problem('invalid-input', 'body.expires_at is not a time.', { hint: 'Write RFC 3339.' });
  if (parent.openUntil === null || at <= parent.openUntil) return at;
  const latest = new Date(parent.openUntil).toISOString();
  throw new Problem('invalid-input', `body.expires_at is later than ${parent.name} itself lasts.`, {
    hint: `Take ${latest} or earlier, or extend ${parent.name} first.`,
  });
}

/**
 * Makes sure that a parent has what it gives.
 *
 * @throws Problem `limit-reached` naming the limit
 */
export function assertGivable(limits: GivenLimits, parent: Account, above: EffectiveLimits): void {
  const beyond = limitBeyond(limits, above);
  if (beyond === null) return;
  const { value } = above[beyond];
  throw new Problem(
    'limit-reached',
    `${parent.name} cannot give ${limits[beyond]} of ${beyond}: it has ${value} itself.`,
    {
      hint: `Give at most ${value}, or let whoever is above ${parent.name} raise its limit.`,
    },
  );
}

/** Applies a change of limits or settings: null takes a value back, what is left out stays. */
export function applyChanges<Given extends object>(given: Given, changes: object): Given {
  const merged = { ...given, ...changes };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)) as Given;
}
