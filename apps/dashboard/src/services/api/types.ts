import type { components } from '@hawser/api-client';

type Schemas = components['schemas'];

export type Account = Schemas['Account'];
export type Agent = Schemas['Agent'];
export type AgentPage = Schemas['AgentPage'];
export type AgentCredentials = Schemas['AgentCredentials'];
export type DeadLetter = Schemas['DeadLetter'];
export type DeadLetterWithPayload = Schemas['DeadLetterWithPayload'];
export type LatestReading = Schemas['LatestReading'];
export type Ledger = Schemas['Ledger'];
export type LedgerCounts = Schemas['LedgerCounts'];
export type Me = Schemas['Me'];
