import type { components } from './generated/schema.ts';

export type ProblemDocument = components['schemas']['Problem'];

/** An error answer of the service, or a failure to get any answer (then `status` is 0 and `code` is `unreachable`). */
export class ApiError extends Error {
  readonly status: number;
  /** Stable code of the problem document. */
  readonly code: string;
  readonly hint: string | undefined;
  /** What was wrong with which field of the request. */
  readonly errors: readonly { readonly field: string; readonly message: string }[];
  readonly requestId: string | undefined;
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: Partial<ProblemDocument> & { status: number }, init: ApiErrorInit = {}) {
    super(problem.detail ?? `The service answered ${problem.status}.`, { cause: init.cause });
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code ?? 'unknown';
    this.hint = problem.hint;
    this.errors = problem.errors ?? [];
    this.requestId = problem.request_id;
    this.retryAfterSeconds = init.retryAfterSeconds;
  }
}

export interface ApiErrorInit {
  readonly cause?: unknown;
  readonly retryAfterSeconds?: number | undefined;
}

/** Makes the error of an answer that is not a success, whatever its body is. */
export function toApiError(response: Response, body: unknown): ApiError {
  const problem = isProblem(body) ? body : {};
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfterSeconds = Number.isFinite(retryAfter) ? retryAfter : undefined;
  return new ApiError({ ...problem, status: response.status }, { retryAfterSeconds });
}

/** A proxy in between may answer with something else. */
function isProblem(body: unknown): body is ProblemDocument {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}
