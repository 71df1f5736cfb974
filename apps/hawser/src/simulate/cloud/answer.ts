import { SimulationError } from '../simulation-error.ts';

/** What a call of the generated client resolves to. */
export interface Answer<Body> {
  readonly data?: Body;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * Takes the body out of an answer.
 *
 * @throws SimulationError with what the cloud said when it refused
 */
export function bodyOf<Body>({ data, error, response }: Answer<Body>): Body {
  if (response.ok) return data as Body;
  const { detail, hint } = problemOf(error);
  const what = detail ?? `status ${response.status}`;
  throw new SimulationError(`The cloud refused: ${what}${hint === undefined ? '' : ` (${hint})`}`);
}

/** The stable code of a problem document, if the answer is one (RFC 9457). */
export function problemCode({ error }: Answer<unknown>): string | undefined {
  return problemOf(error).code;
}

function problemOf(error: unknown): { code?: string; detail?: string; hint?: string } {
  if (typeof error !== 'object' || error === null) return {};
  const texts = Object.entries(error).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts);
}
