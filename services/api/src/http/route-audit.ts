import type { AuditAction } from '@hawser/core';
import type { RequestAudit } from '../audit/request-audit.ts';

/** What the audit calls a use of the route, or the reason why it records none: only what changes nothing for anybody. */
export type RouteAudit = AuditAction | { readonly none: string };

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Required of routes that change something. */
    audit?: RouteAudit;
  }
  interface FastifyRequest {
    /** Takes what the audit shall say about this request beyond who asked for what. */
    audit: RequestAudit;
    /** Stable code of the problem that is answered; null while there is none. */
    problemCode: string | null;
  }
}

/** A route that changes something, with what the audit calls it. */
export interface AuditedRoute {
  readonly method: string;
  readonly url: string;
  readonly audit: RouteAudit;
}
