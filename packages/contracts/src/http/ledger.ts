import { type Static, Type } from 'typebox';
import { AccountParams, TimeQuery, Timestamp } from './common.ts';

/** What became of what was received. Balanced: received = stored + duplicate + rejected + queued. */
export const LedgerCounts = Type.Object(
  {
    received: Type.Integer(),
    stored: Type.Integer(),
    duplicate: Type.Integer(),
    rejected: Type.Integer(),
    queued: Type.Integer(),
    balanced: Type.Boolean({ description: 'received = stored + duplicate + rejected + queued' }),
  },
  { title: 'LedgerCounts' },
);
export type LedgerCounts = Static<typeof LedgerCounts>;

const LedgerTotal = Type.Object({ messages: LedgerCounts, readings: LedgerCounts }, { title: 'LedgerTotal' });

export const Ledger = Type.Object(
  {
    from: Timestamp,
    to: Timestamp,
    agents: Type.Array(
      Type.Object(
        {
          agent: Type.String({ description: 'name of the agent, or its id when it was deleted' }),
          agent_id: Type.String(),
          messages: LedgerCounts,
          readings: LedgerCounts,
        },
        { title: 'LedgerAgent' },
      ),
    ),
    total: LedgerTotal,
  },
  { title: 'Ledger' },
);
export type Ledger = Static<typeof Ledger>;

const LedgerQuery = Type.Object(
  { from: Type.Optional(TimeQuery), to: Type.Optional(TimeQuery) },
  { additionalProperties: false },
);

export const ledgerOperations = {
  read: {
    operationId: 'readLedger',
    summary: 'Account for every message and reading received in a span',
    description:
      'All time unless `from` and `to` say otherwise, by the time a message was received: in whole minutes, and in ' +
      'whole hours for what is older than two days. `from` and `to` in the answer say which span it is. ' +
      'Readings are counted when a message is decoded, so `queued` of readings is always 0.',
    tags: ['Ledger'],
    params: AccountParams,
    querystring: LedgerQuery,
    response: { 200: Ledger },
  },
} as const;
