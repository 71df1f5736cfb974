/** What an expected failure looks like to whoever has to tell a person about it. */
export interface ProblemInit {
  /** Says what the reader can do about it. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** Seconds after which trying again makes sense; sent as `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** Token with which the caller goes on; sent as the member `challenge`. */
  readonly challenge?: string;
}

/** HTTP status for each stable error code; the codes are part of the public interface. */
export const PROBLEM_STATUS = {
  'bad-request': 400,
  'setup-required': 403,
  unauthenticated: 401,
  'invalid-credentials': 401,
  'invalid-token': 401,
  'second-factor-required': 401,
  'second-factor-enrolment-required': 403,
  'wrong-proof': 403,
  forbidden: 403,
  'account-closed': 403,
  'not-found': 404,
  'name-taken': 409,
  conflict: 409,
  'already-set-up': 409,
  'mail-not-set-up': 409,
  'stale-version': 412,
  'payload-too-large': 413,
  'invalid-input': 422,
  'limit-reached': 422,
  'too-many-requests': 429,
  unavailable: 503,
} as const;

export type ProblemCode = keyof typeof PROBLEM_STATUS;

/**
 * An expected failure with a stable code and a message that is safe to show to the caller.
 * Anything else that is thrown is a bug or lost infrastructure.
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly hint: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly challenge: string | undefined;

  constructor(code: ProblemCode, message: string, init: ProblemInit = {}) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = 'Problem';
    this.code = code;
    this.hint = init.hint;
    this.retryAfterSeconds = init.retryAfterSeconds;
    this.challenge = init.challenge;
  }

  /** HTTP status that stands for the code. */
  get status(): number {
    return PROBLEM_STATUS[this.code];
  }
}
