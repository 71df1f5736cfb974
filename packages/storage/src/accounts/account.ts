import type { AccountId, GivenLimits, GivenSettings } from '@hawser/core';

/** Whom to ask about an account; empty text where nobody is named. */
export interface Contact {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

export interface Account {
  readonly id: AccountId;
  readonly name: string;
  /** Null for the root account only. */
  readonly parentId: AccountId | null;
  /** Names from the root down, for example `/sys/acme/north`. */
  readonly path: string;
  readonly organisation: string;
  readonly contact: Contact;
  /** Milliseconds since the Unix epoch, as all times here; null never expires by itself. */
  readonly expiresAt: number | null;
  /** From when on it cannot be used: it or an account above it expires or is being deleted; null is never. */
  readonly openUntil: number | null;
  /** When its deletion was asked for; null when it was not. */
  readonly deletingAt: number | null;
  /** What is set on the account itself. */
  readonly limits: GivenLimits;
  readonly settings: GivenSettings;
  /** Grows with each change; for `If-Match`. */
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface NewAccount extends Partial<Pick<Account, 'organisation' | 'contact' | 'expiresAt' | 'limits'>> {
  readonly name: string;
  /** Null makes the root account. */
  readonly parentId: AccountId | null;
}

/** What can be changed; what is left out stays. */
export type AccountChange = Partial<Pick<Account, 'organisation' | 'contact' | 'expiresAt' | 'limits' | 'settings'>>;

export interface AccountPage {
  readonly items: readonly Account[];
  /** Give it back to continue; null after the last page. */
  readonly nextCursor: string | null;
}

/** Tells whether an account can be used at a time, in milliseconds since the Unix epoch. */
export function isOpen({ openUntil }: Pick<Account, 'openUntil'>, now: number): boolean {
  return openUntil === null || now < openUntil;
}
