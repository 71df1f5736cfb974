import type { AccountId, UserId } from '@hawser/core';
import { addUser, enrol, signIn, type TokenPair } from './password-users.ts';
import { call, type TestApi } from './test-api.ts';

type Call = Parameters<typeof call>;

/** A request that succeeds. */
export interface AuditedRequest {
  readonly request: Call[1];
  readonly options?: Call[2];
  /** Who the audit says did it: an e-mail address, or null for nobody that could be named; the administrator by default. */
  readonly actor?: string | null;
}

/** What the requests are made in. */
export interface AuditedWorld {
  readonly api: TestApi;
  /** Access token of the administrator. */
  readonly token: string;
  readonly account: AccountId;
  readonly user: UserId;
  /** Ids of dead letters; each request takes one. */
  readonly letters: string[];
}

/** By method and path of the route. */
export type Examples = Readonly<Record<string, (world: AuditedWorld) => AuditedRequest | Promise<AuditedRequest>>>;

export const NEW_PASSWORD = 'ten loud lighthouses';
const STEP_MS = 30_000;

let made = 0;

export interface Person {
  readonly id: UserId;
  readonly email: string;
  readonly tokens: TokenPair;
}

/** Somebody with the password `PASSWORD`, who is signed in. */
export async function addPerson({ api, account }: AuditedWorld): Promise<Person> {
  const email = `person-${++made}@example.org`;
  const id = await addUser(api, { email, account });
  return { id, email, tokens: await signIn(api, email) };
}

/** Somebody with a second factor, whose next code is good. */
export async function addEnrolled(world: AuditedWorld): Promise<Person & { readonly secret: string }> {
  const person = await addPerson(world);
  const { secret } = await enrol(world.api, person.tokens.access_token);
  world.api.clock.advance(STEP_MS);
  return { ...person, secret };
}

/** Makes something through the interface. */
export async function make<Body = { id: string }>(
  { api, token }: AuditedWorld,
  request: Call[1],
  body: object,
): Promise<Body> {
  const answer = await call<Body>(api, request, { token, body });
  if (answer.status !== 201) throw new Error(`${request} answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

/** A name that nothing has. */
export const nextName = () => `thing-${++made}`;

/** An e-mail address that nobody has. */
export const nextEmail = () => `new-${++made}@example.org`;

/** Invites somebody to look at `demo`. */
export const invite = (world: AuditedWorld, email: string) =>
  make<{ id: string; link: string }>(world, 'POST /v1/demo/invitations', { email, grants: [{ role: 'viewer' }] });
