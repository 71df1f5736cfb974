import type { FastifyRequest } from 'fastify';
import { createAuditRecorder } from '../audit/audit-recorder.ts';
import { RequestAudit } from '../audit/request-audit.ts';
import type { ApiContext } from '../context.ts';
import type { ApiApp } from '../http/api-app.ts';

/** Given with an answer that is not sent after all. */
const HEADERS_OF_SUCCESS = ['set-cookie', 'location', 'etag'];

/** Leaves one entry in the audit for every request that changes something or is denied, before the answer is sent. */
export function addAudit(app: ApiApp, context: Pick<ApiContext, 'db' | 'unscoped' | 'clock' | 'log'>): void {
  const recorder = createAuditRecorder(context);
  app.decorateRequest('problemCode', null);
  const audits = new WeakMap<FastifyRequest, RequestAudit>();
  app.decorateRequest('audit', {
    getter() {
      const audit = audits.get(this) ?? new RequestAudit(this, recorder);
      audits.set(this, audit);
      return audit;
    },
  });
  // After the hook that writes cookies: one of an answer that is not sent can still be taken back.
  app.addHook('onSend', async (request, reply) => {
    try {
      await request.audit.settle(reply);
    } catch (error) {
      for (const header of HEADERS_OF_SUCCESS) reply.removeHeader(header);
      throw error;
    }
  });
  app.addHook('onClose', () => recorder.close());
}
