import { createMetrics } from '@hawser/platform';
import { type ApiContext, createApiContext } from '../context.ts';
import { documentationContext } from '../openapi/documentation-context.ts';
import type { TestApi } from './test-api.ts';

/** The context of an API on the database of the given one, for routes of a test's own. */
export function testContext({ db, clock }: Pick<TestApi, 'db' | 'clock'>): ApiContext {
  const { config, queue, invalidations, setupGuard: setup, licence, log, readiness } = documentationContext();
  const parts = { ...queue, invalidations, setup, licence, log, readiness, clock };
  return createApiContext(config, { db, queue: 'none', ...parts, metrics: createMetrics() });
}
