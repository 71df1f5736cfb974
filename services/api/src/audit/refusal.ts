import { type AuditOutcome, PROBLEM_STATUS, type ProblemCode } from '@hawser/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isPublic } from '../http/route-permission.ts';

const DENIALS = new Set([401, 403, 429]);

/** What became of a request, when the audit records it; null when it does not. */
export function outcomeOf(request: FastifyRequest, reply: FastifyReply): AuditOutcome | null {
  if (request.is404 || request.problemCode === 'setup-required' || isStranger(request)) return null;
  const status = statusOf(request, reply);
  if (status < 400) return 'success';
  return DENIALS.has(status) || isOutOfReach(request, reply) ? 'denied' : 'failed';
}

/** A person is told of a refusal on a page that the browser is sent to; what counts is the refusal. */
function statusOf({ problemCode }: FastifyRequest, { statusCode }: FastifyReply): number {
  const isProblem = problemCode !== null && Object.hasOwn(PROBLEM_STATUS, problemCode);
  return isProblem ? PROBLEM_STATUS[problemCode as ProblemCode] : statusCode;
}

/** Somebody without a valid token, on a route that needs one: there is nobody to name, and nothing to learn. */
function isStranger({ session, routeOptions }: FastifyRequest): boolean {
  const { permission } = routeOptions.config;
  return session === null && !(permission !== undefined && isPublic(permission));
}

/** The path names an account that the caller does not reach, or that does not exist: nobody is told which. */
function isOutOfReach({ account, session, routeOptions }: FastifyRequest, { statusCode }: FastifyReply): boolean {
  return (
    statusCode === 404 && session !== null && account === null && typeof routeOptions.config.permission === 'string'
  );
}

/**
 * What the audit calls the request: what the route declares or, of reading, the permission.
 *
 * @returns null when it records nothing of this route
 */
export function actionOf({ routeOptions }: FastifyRequest): string | null {
  const { audit, permission } = routeOptions.config;
  if (typeof audit === 'string') return audit;
  return audit === undefined && typeof permission === 'string' ? permission.replace(':', '.') : null;
}

/** Tells whether the route changes something: of reading only denied attempts are recorded. */
export function isChange({ routeOptions }: FastifyRequest): boolean {
  return typeof routeOptions.config.audit === 'string';
}
