import type { components } from './generated/schema.ts';

type Schemas = components['schemas'];

export type Account = Schemas['Account'];
export type Agent = Schemas['Agent'];
export type AgentCredentials = Schemas['AgentCredentials'];
export type DeadLetter = Schemas['DeadLetter'];
export type DeadLetterWithPayload = Schemas['DeadLetterWithPayload'];
export type Health = Schemas['Health'];
export type LatestReading = Schemas['LatestReading'];
export type Ledger = Schemas['Ledger'];
export type LedgerCounts = Schemas['LedgerCounts'];
export type LiveReading = Schemas['LiveReading'];
export type Me = Schemas['Me'];
export type ReadingSeries = Schemas['ReadingSeries'];
export type Series = Schemas['Series'];
export type SetupResult = Schemas['SetupResult'];
export type Tokens = Schemas['Tokens'];
