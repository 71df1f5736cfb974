/** What one field of a form did wrong, as the server said it. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

interface ProblemInit {
  readonly code: string;
  readonly title: string;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  readonly status?: number;
  readonly fields?: readonly FieldProblem[];
  readonly challenge?: string | undefined;
  readonly cause?: unknown;
}

/** A call that failed, in words for a person: from the server's problem document, or why there was none. */
export class ApiProblem extends Error {
  /** Stable; `offline` when the server could not be reached. */
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  /** HTTP status, 0 when there was no answer. */
  readonly status: number;
  readonly fields: readonly FieldProblem[];
  /** With `second-factor-required`: what the sign-in goes on with. */
  readonly challenge: string | undefined;

  constructor(init: ProblemInit) {
    super(init.detail ?? init.title, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = 'ApiProblem';
    this.code = init.code;
    this.title = init.title;
    this.detail = init.detail;
    this.hint = init.hint;
    this.status = init.status ?? 0;
    this.fields = init.fields ?? [];
    this.challenge = init.challenge;
  }

  /** What the server said about one field of the request's body. */
  field(name: string): string | undefined {
    return this.fields.find((item) => item.field === name || item.field === `body.${name}`)?.message;
  }

  /** Whether asking again without changing anything can help. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** The problem that an answer with an error status stands for, whatever its body is. */
export function problemFromAnswer(status: number, body: unknown): ApiProblem {
  const fields = isRecord(body) ? body : {};
  return new ApiProblem({
    status,
    code: textOf(fields.code) ?? `http-${status}`,
    title: textOf(fields.title) ?? 'The server answered with an error',
    detail: textOf(fields.detail) ?? `The answer had the status ${status}.`,
    hint: textOf(fields.hint),
    fields: fieldProblems(fields.errors),
    challenge: textOf(fields.challenge),
  });
}

/** The problem that something thrown stands for. */
export function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof TypeError) return offlineProblem(error);
  return new ApiProblem({
    code: 'unexpected',
    title: 'Something went wrong in this page',
    detail: error instanceof Error ? error.message : String(error),
    hint: 'Load the page again. If it comes back, please report it.',
    cause: error,
  });
}

/** `fetch` throws a TypeError when there is no answer at all. */
function offlineProblem(cause: TypeError): ApiProblem {
  return new ApiProblem({
    code: 'offline',
    title: 'Hawser cannot be reached',
    detail: 'There was no answer from the server.',
    hint: 'Check that it is running and that your network reaches it, then try again.',
    cause,
  });
}

function fieldProblems(value: unknown): FieldProblem[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    if (!isRecord(item)) return [];
    const field = textOf(item.field);
    const message = textOf(item.message);
    return field === undefined || message === undefined ? [] : [{ field, message }];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
