import { USER_ROLES } from '@hawser/core';
import { type Static, Type } from 'typebox';
import {
  AccountParam,
  AccountParams,
  Id,
  IdempotencyHeaders,
  IfMatchHeaders,
  ListQuery,
  NoContent,
  Nullable,
  Page,
  Timestamp,
} from './common.ts';

/** Why a sign-in through the identity provider did not work; the sign-in page is told by this word. */
export const OIDC_REFUSALS = [
  'cancelled',
  'expired',
  'invalid',
  'unavailable',
  'disabled',
  'no-role',
  'ambiguous-account',
  'email-missing',
  'email-unverified',
  'email-taken',
  'last-administrator',
] as const;
export type OidcRefusalReason = (typeof OIDC_REFUSALS)[number];

const SignInMethods = Type.Object(
  {
    oidc: Nullable(
      Type.Object(
        {
          name: Type.String({ description: 'what people call the identity provider' }),
          url: Type.String({
            description: 'path to open in the browser; `next` may name the page to go to afterwards',
          }),
        },
        { title: 'OidcMethod' },
      ),
    ),
  },
  { title: 'SignInMethods' },
);
export type SignInMethods = Static<typeof SignInMethods>;

const StartQuery = Type.Object(
  {
    next: Type.Optional(Type.String({ maxLength: 1024, description: 'page of the dashboard to go to after sign-in' })),
    account: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 63,
        description: 'account to get a user in at the first sign-in, where groups lead to several',
      }),
    ),
  },
  { additionalProperties: false },
);

const Redirect = Type.Null({ description: 'Go to the address in `Location`.' });

const OidcLogout = Type.Object(
  {
    end_session_url: Nullable(
      Type.String({ description: 'open it in the browser to end the session at the identity provider, too' }),
    ),
  },
  { title: 'OidcLogout' },
);

const GroupName = Type.String({
  minLength: 1,
  maxLength: 256,
  description: 'the group exactly as the identity provider names it in the claim',
});
const RoleName = Type.String({
  minLength: 1,
  maxLength: 64,
  description: `${USER_ROLES.join(', ')}, or the name or id of a role of the account`,
});

export const OidcMapping = Type.Object(
  {
    id: Id,
    group: GroupName,
    role: Type.String(),
    account: Type.String({ description: 'name of the account it holds in' }),
    descendants: Type.Boolean({ description: 'whether it also holds in all accounts below that one' }),
    created_at: Timestamp,
  },
  { title: 'OidcMapping' },
);
export type OidcMapping = Static<typeof OidcMapping>;

const CreateMappingBody = Type.Object(
  {
    group: GroupName,
    role: RoleName,
    descendants: Type.Optional(Type.Boolean({ description: 'false when left out' })),
  },
  { additionalProperties: false, title: 'CreateOidcMapping' },
);

const UpdateMappingBody = Type.Object(
  {
    group: Type.Optional(GroupName),
    role: Type.Optional(RoleName),
    descendants: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1, title: 'UpdateOidcMapping' },
);

const MappingParams = Type.Object({
  account: AccountParam,
  mapping: Type.String({ minLength: 1, maxLength: 64, description: 'id of the mapping' }),
});

const OidcPolicy = Type.Object(
  {
    link_by_email: Type.Boolean({
      description:
        'whether a person whose e-mail address the identity provider has verified becomes the user of this account who has that address; never in the root account',
    }),
  },
  { additionalProperties: false, title: 'OidcPolicy' },
);

const signIn = ['Sign-in'];
const tags = ['Single sign-on'];

export const oidcOperations = {
  methods: {
    operationId: 'signInMethods',
    summary: 'How one can sign in, besides e-mail and password',
    tags: signIn,
    response: { 200: SignInMethods },
  },
  start: {
    operationId: 'startOidc',
    summary: 'Go to the identity provider to sign in',
    description: 'For browsers: sets a short-lived cookie and redirects.',
    tags: signIn,
    querystring: StartQuery,
    response: { 303: Redirect },
  },
  callback: {
    operationId: 'finishOidc',
    summary: 'Where the identity provider sends the browser back to',
    description: `Starts a session in the session cookie and redirects to the dashboard. A browser that is refused goes to the sign-in page with \`?refused=\` and one of: ${OIDC_REFUSALS.join(', ')}.`,
    tags: signIn,
    response: { 303: Redirect },
  },
  logout: {
    operationId: 'logoutOidc',
    summary: 'End the session of this access token, at once, and say how to end that at the identity provider',
    tags: signIn,
    response: { 200: OidcLogout },
  },
  listMappings: {
    operationId: 'listOidcMappings',
    summary: 'List which groups of the identity provider have which roles',
    tags,
    params: AccountParams,
    querystring: ListQuery,
    response: { 200: Page('OidcMappingPage', OidcMapping) },
  },
  createMapping: {
    operationId: 'createOidcMapping',
    summary: 'Give a group of the identity provider a role',
    description: 'Takes effect for a person at their next sign-in. One can map only to what one could grant.',
    tags,
    params: AccountParams,
    headers: IdempotencyHeaders,
    body: CreateMappingBody,
    response: { 201: OidcMapping },
  },
  readMapping: {
    operationId: 'getOidcMapping',
    summary: 'Read which role a group of the identity provider has',
    tags,
    params: MappingParams,
    response: { 200: OidcMapping },
  },
  updateMapping: {
    operationId: 'updateOidcMapping',
    summary: 'Change which role a group of the identity provider has, or which group has it',
    description: 'Takes effect for a person at their next sign-in. One must hold both what it was and what it becomes.',
    tags,
    params: MappingParams,
    headers: IfMatchHeaders,
    body: UpdateMappingBody,
    response: { 200: OidcMapping },
  },
  removeMapping: {
    operationId: 'deleteOidcMapping',
    summary: 'Take a role away from a group of the identity provider',
    tags,
    params: MappingParams,
    response: { 204: NoContent },
  },
  readPolicy: {
    operationId: 'getOidcPolicy',
    summary: 'How people of the identity provider become users of the account',
    tags,
    params: AccountParams,
    response: { 200: OidcPolicy },
  },
  updatePolicy: {
    operationId: 'updateOidcPolicy',
    summary: 'Change how people of the identity provider become users of the account',
    tags,
    params: AccountParams,
    body: OidcPolicy,
    response: { 200: OidcPolicy },
  },
} as const;
