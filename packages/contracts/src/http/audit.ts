import { AUDIT_OUTCOMES } from '@hawser/core';
import { type Static, Type } from 'typebox';
import { AccountParams, Id, Nullable, OneOf, Page, PageQuery, TimeQuery, Timestamp } from './common.ts';

const Values = Type.Unsafe<Record<string, unknown> | null>({ type: ['object', 'null'], additionalProperties: true });

export const AuditEntry = Type.Object(
  {
    seq: Type.Integer({ description: 'place in the chain of the account, from 1 without gaps' }),
    at: Timestamp,
    account_id: Id,
    actor: Type.Object(
      {
        kind: OneOf(['user', 'token', 'agent', 'command', 'system', 'anonymous']),
        id: Nullable(Type.String()),
        name: Nullable(Type.String({ description: 'e-mail address of a user, name of an agent' })),
      },
      { title: 'AuditActor' },
    ),
    address: Nullable(Type.String({ description: 'network address that it came from' })),
    user_agent: Nullable(Type.String()),
    action: Type.String({ description: '`<resource>.<verb>`, as in `agent.create`' }),
    resource: Type.Object(
      { kind: Type.String(), id: Nullable(Type.String()), name: Nullable(Type.String()) },
      { title: 'AuditedResource' },
    ),
    outcome: OneOf([...AUDIT_OUTCOMES]),
    code: Nullable(Type.String({ description: 'code of the problem that was answered' })),
    count: Type.Integer({ description: 'identical attempts that the entry stands for' }),
    request_id: Nullable(Type.String()),
    before: Values,
    after: Values,
    hash: Type.String({ description: 'SHA-256 over this entry and the hash before, in hexadecimal' }),
  },
  { title: 'AuditEntry' },
);
export type AuditEntry = Static<typeof AuditEntry>;

const text = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 254, description }));

const AuditQuery = Type.Object(
  {
    ...PageQuery,
    from: Type.Optional(TimeQuery),
    to: Type.Optional(TimeQuery),
    actor: text('id or name of who did it'),
    action: text('an action, or all of one kind of resource as in `agent.*`'),
    resource: text('id or name of what it was done to'),
    outcome: Type.Optional(OneOf([...AUDIT_OUTCOMES])),
  },
  { additionalProperties: false },
);

export const auditOperations = {
  list: {
    operationId: 'listAuditEntries',
    summary: 'Who changed what, and who tried to; newest first',
    description:
      'With `Accept: application/x-ndjson` or `text/csv` the answer is all entries that the filters leave, the oldest ' +
      'first and without pages.',
    tags: ['Audit'],
    params: AccountParams,
    querystring: AuditQuery,
    response: { 200: Page('AuditPage', AuditEntry) },
  },
} as const;
