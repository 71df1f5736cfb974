import type { ProblemDocument } from '@hawser/contracts/http';
import type { Problem, ProblemCode } from '@hawser/core';

export const PROBLEM_TYPE = 'application/problem+json';

const TITLES: Record<ProblemCode, string> = {
  'bad-request': 'The request cannot be read',
  'setup-required': 'The installation is not set up yet',
  unauthenticated: 'Not signed in',
  'invalid-credentials': 'Wrong e-mail or password',
  'invalid-token': 'The token is not valid',
  'second-factor-required': 'The second factor is needed',
  'second-factor-enrolment-required': 'A second factor must be set up first',
  'wrong-proof': 'Wrong password or code',
  forbidden: 'Not permitted',
  'account-closed': 'The account cannot be used',
  'not-found': 'Not found',
  'name-taken': 'The name is taken',
  conflict: 'It conflicts with what is there',
  'already-set-up': 'The installation is already set up',
  'mail-not-set-up': 'Mail is not set up',
  'stale-version': 'It was changed meanwhile',
  'payload-too-large': 'The body is too large',
  'invalid-input': 'The input is not valid',
  'limit-reached': 'A limit is reached',
  'too-many-requests': 'Too many requests',
  unavailable: 'Not available now',
};

export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** Writes an expected failure as an RFC 9457 document. */
export function problemDocument(problem: Problem, requestId: string, errors?: readonly FieldError[]): ProblemDocument {
  return {
    type: `urn:hawser:problem:${problem.code}`,
    title: TITLES[problem.code],
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    ...(problem.challenge === undefined ? {} : { challenge: problem.challenge }),
    ...(errors === undefined ? {} : { errors: [...errors] }),
    request_id: requestId,
  };
}

/** What the caller is told of a failure that nobody expected: that it happened, and how to find it in the logs. */
export function unexpectedDocument(requestId: string): ProblemDocument {
  return {
    type: 'urn:hawser:problem:internal',
    title: 'Internal error',
    status: 500,
    code: 'internal',
    detail: 'Something went wrong that should not have.',
    hint: 'The logs of the service say more under this request id.',
    request_id: requestId,
  };
}
