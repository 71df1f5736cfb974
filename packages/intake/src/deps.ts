import type { QueueAppender, QueueReader } from '@hawser/queue';
import type { CredentialRepository, IntakeLedger } from '@hawser/storage';

export type IntakeAppender = Pick<QueueAppender, 'append' | 'shards'>;

export type IntakeReader = Pick<QueueReader, 'read' | 'compare'>;

export type ReceivedLedger = Pick<IntakeLedger, 'cursor' | 'add'>;

export type CredentialLookup = Pick<CredentialRepository, 'findByUsername'>;

/** What is stored of the credential that a user name belongs to. */
export type StoredCredential = NonNullable<Awaited<ReturnType<CredentialLookup['findByUsername']>>>;
