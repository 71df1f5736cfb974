import type { components } from '@hawser/api-client';

type Schemas = components['schemas'];

export type Account = Schemas['Account'];
export type Agent = Schemas['Agent'];
export type AgentPage = Schemas['AgentPage'];
export type AgentCredentials = Schemas['AgentCredentials'];
export type ApiToken = Schemas['ApiToken'];
export type AuditEntry = Schemas['AuditEntry'];
export type DeadLetter = Schemas['DeadLetter'];
export type DeadLetterWithPayload = Schemas['DeadLetterWithPayload'];
export type Fleet = Schemas['Fleet'];
export type Grant = Schemas['Grant'];
export type GrantInput = Schemas['GrantInput'];
export type Invitation = Schemas['Invitation'];
export type LatestReading = Schemas['LatestReading'];
export type Ledger = Schemas['Ledger'];
export type LedgerCounts = Schemas['LedgerCounts'];
export type Me = Schemas['Me'];
export type NewApiToken = Schemas['NewApiToken'];
export type PasswordResetLink = Schemas['PasswordResetLink'];
export type Permission = Schemas['CreateRole']['permissions'][number];
export type Role = Schemas['Role'];
export type SentInvitation = Schemas['SentInvitation'];
export type User = Schemas['User'];
