import { ACCOUNT_LIMITS, LIMIT_NAMES, type LimitName } from '@hawser/core';
import { type Static, type TInteger, type TOptional, type TUnsafe, Type } from 'typebox';
import { AccountParams, IfMatchHeaders, Nullable, OneOf, Timestamp } from './common.ts';

function forEachLimit<Schema>(make: (name: LimitName) => Schema): Record<LimitName, Schema> {
  return Object.fromEntries(LIMIT_NAMES.map((name) => [name, make(name)])) as Record<LimitName, Schema>;
}

const amount = (name: LimitName): TInteger =>
  Type.Integer({ minimum: 0, maximum: ACCOUNT_LIMITS[name].max, description: ACCOUNT_LIMITS[name].unit });

/** Limits as they are set on an account; what is left out is inherited. */
export const GivenLimits = Type.Object(
  forEachLimit((name): TOptional<TInteger> => Type.Optional(amount(name))),
  { additionalProperties: false, title: 'GivenLimits', description: 'what is left out is inherited' },
);

/** A change of limits; null takes one back, so that it is inherited. */
export const LimitChanges = Type.Object(
  forEachLimit((name): TOptional<TUnsafe<number | null>> => Type.Optional(Nullable(amount(name)))),
  { additionalProperties: false, title: 'LimitChanges', description: 'what is left out stays; null inherits again' },
);

const Limit = Type.Object(
  {
    name: OneOf(LIMIT_NAMES),
    unit: Type.String(),
    value: Nullable(Type.Integer({ description: 'null is without a bound' })),
    from: Nullable(Type.String({ description: 'name of the account that it is set on; null is the default' })),
    used: Nullable(Type.Number({ description: 'by the account and all below it; null where nothing is counted' })),
    level: OneOf(['within', 'near', 'reached'], { description: '`near` from four fifths on' }),
    since: Nullable(Timestamp),
    enforced: Type.Boolean({ description: 'false while nothing in the program spends it' }),
  },
  { title: 'Limit' },
);

export const Limits = Type.Object({ items: Type.Array(Limit) }, { title: 'Limits' });
export type Limits = Static<typeof Limits>;

export const limitOperations = {
  read: {
    operationId: 'getLimits',
    summary: 'Tell what an account may use, where that comes from and what it uses',
    description:
      'A limit covers the account with all accounts below it. `used` of `readings_per_second` is the average of the last ' +
      'full minute, of `bytes_per_day` the sum of today (UTC).',
    tags: ['Accounts'],
    params: AccountParams,
    response: { 200: Limits },
  },
  update: {
    operationId: 'updateLimits',
    summary: 'Set what the whole installation may use: the limits of the root account',
    description: 'Limits of any other account are set by the account above it, with `updateAccount`.',
    tags: ['Accounts'],
    params: AccountParams,
    headers: IfMatchHeaders,
    body: LimitChanges,
    response: { 200: Limits },
  },
} as const;
