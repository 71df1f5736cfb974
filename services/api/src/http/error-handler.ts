import type { ProblemDocument } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type FieldError, PROBLEM_TYPE, problemDocument, unexpectedDocument } from './problem-document.ts';
import { fieldErrors } from './validation-errors.ts';

const TOO_LARGE = new Set(['FST_ERR_CTP_BODY_TOO_LARGE', 'FST_ERR_CTP_INVALID_CONTENT_LENGTH']);

/** The one place where a failure becomes an answer: expected ones say what they are, others only that they happened. */
export function handleError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Problem) return sendProblem(reply, error);
  const failure = asFastifyError(error);
  if (failure?.validation !== undefined) return sendValidation(reply, failure);
  const known = failure === null ? null : requestProblem(failure);
  if (known !== null) return sendProblem(reply, known);
  request.log.error({ err: error, route: request.routeOptions.url }, 'a request failed unexpectedly');
  return send(reply, 500, unexpectedDocument(request.id));
}

/** Answers requests that no route takes. */
export function handleNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(reply, new Problem('not-found', `There is no ${request.method} ${request.url.split('?')[0]}.`));
}

/** Sends an expected failure as `application/problem+json`, with `Retry-After` where it says so. */
function sendProblem(reply: FastifyReply, problem: Problem, errors?: readonly FieldError[]): FastifyReply {
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', Math.ceil(problem.retryAfterSeconds));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  return send(reply, problem.status, problemDocument(problem, reply.request.id, errors));
}

function send(reply: FastifyReply, status: number, document: ProblemDocument): FastifyReply {
  reply.request.problemCode = document.code;
  return reply.code(status).type(PROBLEM_TYPE).serializer(JSON.stringify).send(document);
}

function sendValidation(reply: FastifyReply, error: FastifyError): FastifyReply {
  const errors = fieldErrors(error.validationContext ?? 'request', error.validation ?? []);
  const detail = errors.map((each) => `${each.field} ${each.message}`).join('; ');
  return sendProblem(reply, new Problem('invalid-input', detail), errors);
}

function asFastifyError(error: unknown): FastifyError | null {
  return error instanceof Error && 'code' in error ? (error as FastifyError) : null;
}

/** Failures that Fastify itself finds in a request before a handler sees it. */
function requestProblem(error: FastifyError): Problem | null {
  if (TOO_LARGE.has(error.code)) return new Problem('payload-too-large', 'The body is larger than is accepted here.');
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new Problem('bad-request', 'The body has a media type that is not accepted.', {
      hint: 'Send JSON with Content-Type: application/json.',
    });
  }
  const status = error.statusCode ?? 500;
  return status >= 400 && status < 500 ? new Problem('bad-request', error.message) : null;
}
