import { Problem } from '../errors.ts';
import { isUuid } from '../ids.ts';

/** A name is a level of MQTT topics, so it holds none of `/ + # $`; the colon is for those who name agents by a MAC address. */
export const AGENT_NAME = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

/**
 * Checks the name of an agent that somebody wants to make. It is unique in its account and never changes.
 *
 * @throws Problem `invalid-input`
 */
export function assertAgentName(name: string): void {
  if (isUuid(name)) throw invalid('A name cannot look like an id.');
  if (!AGENT_NAME.test(name)) throw invalid('The name cannot be used for an agent.');
}

function invalid(message: string): Problem {
  const hint = 'Take another: 1 to 64 letters, digits and ._:- with a letter or digit first.';
  return new Problem('invalid-input', message, { hint });
}
