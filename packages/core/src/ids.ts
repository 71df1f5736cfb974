import { uuidv7 } from 'uuidv7';

type Branded<Name extends string> = string & { readonly __brand: Name };

export type AccountId = Branded<'AccountId'>;
export type UserId = Branded<'UserId'>;
export type AgentId = Branded<'AgentId'>;
export type RoleId = Branded<'RoleId'>;
export type FleetId = Branded<'FleetId'>;
/** Identity of an API token. */
export type TokenId = Branded<'TokenId'>;
export type DeadLetterId = Branded<'DeadLetterId'>;

/** Database identity of a series: one metric of one device of one agent. */
export type SeriesId = number & { readonly __brand: 'SeriesId' };

/**
 * Makes a new time-ordered identifier (UUIDv7, RFC 9562).
 *
 * @returns the canonical lower-case text form, branded as the id type the caller names.
 */
export function newId<Id extends string>(): Id {
  return uuidv7() as Id;
}

/** Stands for the agent of a message whose sender is not known, and for the account of one that belongs to none. */
export const NO_AGENT = '00000000-0000-0000-0000-000000000000' as AgentId;
export const NO_ACCOUNT = '00000000-0000-0000-0000-000000000000' as AccountId;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Tells an id from a name in a path segment: both are accepted wherever a resource is addressed.
 *
 * @param text - a path segment as the client wrote it
 */
export function isUuid(text: string): boolean {
  return UUID.test(text.toLowerCase());
}
