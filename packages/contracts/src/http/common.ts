import { type Static, type TSchema, type TUnsafe, Type } from 'typebox';

/** A schema that also accepts null, in the form JSON Schema 2020-12 and OpenAPI 3.1 share. */
export function Nullable<Schema extends TSchema & { readonly type: string }>(
  schema: Schema,
): TUnsafe<Static<Schema> | null> {
  return Type.Unsafe<Static<Schema> | null>({ ...schema, type: [schema.type, 'null'] });
}

/** One of a fixed set of words. */
export function OneOf<const Word extends string>(words: readonly Word[], options: object = {}): TUnsafe<Word> {
  return Type.Unsafe<Word>({ type: 'string', enum: [...words], ...options });
}

/** A point in time as JSON resources carry it. */
export const Timestamp = Type.String({ format: 'date-time', description: 'RFC 3339, in UTC' });

/** A point in time as telemetry carries it: dense, and what charts want. */
export const TimeMs = Type.Integer({ description: 'milliseconds since the Unix epoch' });

export const Id = Type.String({ description: 'UUIDv7' });

/** A point in time in a query: parsed by the handler, which names the field when it is wrong. */
export const TimeQuery = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'RFC 3339, or milliseconds since the Unix epoch',
});

export const AccountParam = Type.String({
  minLength: 1,
  maxLength: 63,
  description: 'name or id of an account in reach; `_` is your own',
});

export const AccountParams = Type.Object({ account: AccountParam });

export const PageQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, description: 'most items in the answer, default 100' }),
  ),
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 512,
      description: '`next_cursor` of the page before; leave out for the first',
    }),
  ),
};

/** Query of a list that has no filters. */
export const ListQuery = Type.Object(PageQuery, { additionalProperties: false });

/** A page of a list: `next_cursor` is null on the last one. */
export function Page<Item extends TSchema>(title: string, item: Item) {
  return Type.Object({ items: Type.Array(item), next_cursor: Nullable(Type.String()) }, { title });
}

export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 128,
      description:
        'repeat a create with the same key and it is done once: a repeat within 24 hours is answered from the first',
    }),
  ),
});

export const IfMatchHeaders = Type.Object({
  'if-match': Type.Optional(
    Type.String({ minLength: 1, maxLength: 64, description: '`ETag` the change is based on; a stale one answers 412' }),
  ),
});

/** The answer without a body. */
export const NoContent = Type.Null({ description: 'Done.' });

/** The answer without a body to what is done later. */
export const Accepted = Type.Null({ description: 'It will be done.' });

/** Every error, RFC 9457, sent as `application/problem+json`. */
export const ProblemDocument = Type.Object(
  {
    type: Type.String({ description: 'a URI for the kind of problem: `urn:hawser:problem:` and the code' }),
    title: Type.String({ description: 'short name of the kind of problem' }),
    status: Type.Integer(),
    code: Type.String({ description: 'stable; scripts may rely on it' }),
    detail: Type.String({ description: 'what happened this time' }),
    hint: Type.Optional(Type.String({ description: 'what can be done about it' })),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          field: Type.String({ description: 'where: `body.email`, `query.from`, …' }),
          message: Type.String(),
        }),
      ),
    ),
    challenge: Type.Optional(
      Type.String({
        description: 'with `second-factor-required`: send it to `POST /v1/auth/second-factor` within five minutes',
      }),
    ),
    request_id: Type.String({ description: 'find the request in the logs by this' }),
  },
  { title: 'Problem' },
);
export type ProblemDocument = Static<typeof ProblemDocument>;
