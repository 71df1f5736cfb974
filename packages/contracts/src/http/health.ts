import { type Static, Type } from 'typebox';
import { OneOf } from './common.ts';

export const Health = Type.Object(
  {
    status: OneOf(['ok', 'unavailable']),
    version: Type.String(),
    checks: Type.Record(Type.String(), OneOf(['ok', 'failed']), { description: 'each part the service needs' }),
  },
  { title: 'Health' },
);
export type Health = Static<typeof Health>;

export const healthOperations = {
  health: {
    operationId: 'health',
    summary: 'Tell whether the service can do its work now',
    tags: ['Health'],
    response: { 200: Health, 503: Health },
  },
} as const;
