import { type Static, Type } from 'typebox';
import { Code, NewPassword, PasswordInput } from './auth.ts';
import { Id, NoContent, Nullable, Page, Timestamp } from './common.ts';

const SecondFactorState = Type.Object(
  {
    enabled: Type.Boolean({ description: 'asked for at every sign-in' }),
    enabled_at: Nullable(Timestamp),
    required: Type.Boolean({ description: 'the account asks its users to have one' }),
    due: Type.Boolean({
      description: 'nothing else works before one is set up: it is required, and the identity provider asked for none',
    }),
    recommended: Type.Boolean({ description: 'the user administers the installation and should have one' }),
    recovery_codes_left: Type.Integer(),
  },
  { title: 'SecondFactorState' },
);
export type SecondFactorState = Static<typeof SecondFactorState>;

const Enrolment = Type.Object(
  {
    secret: Type.String({ description: 'base32, for typing it in by hand; shown this once' }),
    uri: Type.String({ description: '`otpauth://…`, what the picture says' }),
    qr: Type.String({ description: 'QR code as `data:image/svg+xml;…`' }),
  },
  { title: 'SecondFactorEnrolment' },
);

const RecoveryCodes = Type.Object(
  {
    recovery_codes: Type.Array(Type.String(), {
      description: 'each works once, when the app is lost; shown this once',
    }),
  },
  { title: 'RecoveryCodes' },
);

const CodeBody = Type.Object({ code: Code }, { additionalProperties: false, title: 'ConfirmSecondFactor' });

const ProofBody = Type.Object(
  { password: Type.Optional(PasswordInput), code: Type.Optional(Code) },
  { additionalProperties: false, minProperties: 1, title: 'Proof', description: 'the present password, or a code' },
);
export type ProofBody = Static<typeof ProofBody>;

const OwnSession = Type.Object(
  {
    id: Id,
    current: Type.Boolean({ description: 'the session that asks' }),
    address: Type.String({ description: 'network address it was last used from; empty when not known' }),
    user_agent: Type.String(),
    created_at: Timestamp,
    last_used_at: Timestamp,
    expires_at: Timestamp,
  },
  { title: 'OwnSession' },
);
export type OwnSession = Static<typeof OwnSession>;

const Browser = Type.Object(
  {
    id: Id,
    address: Type.String({ description: 'network address from which it was trusted' }),
    user_agent: Type.String(),
    created_at: Timestamp,
    last_used_at: Timestamp,
    expires_at: Timestamp,
  },
  { title: 'TrustedBrowser' },
);
export type TrustedBrowserBody = Static<typeof Browser>;

const ChangePasswordBody = Type.Object(
  { current_password: PasswordInput, new_password: NewPassword },
  { additionalProperties: false, title: 'ChangePassword' },
);

const tags = ['Own sign-in'];

export const ownSecurityOperations = {
  secondFactor: {
    operationId: 'getSecondFactor',
    summary: 'Tell whether you have a second factor',
    tags,
    response: { 200: SecondFactorState },
  },
  enrol: {
    operationId: 'enrolSecondFactor',
    summary: 'Begin to set up the second factor',
    description: 'It is not asked for until a code is confirmed. Beginning again replaces the secret.',
    tags,
    response: { 201: Enrolment },
  },
  confirm: {
    operationId: 'confirmSecondFactor',
    summary: 'Turn the second factor on with a first code',
    tags,
    body: CodeBody,
    response: { 200: RecoveryCodes },
  },
  remove: {
    operationId: 'removeSecondFactor',
    summary: 'Turn the second factor off',
    tags,
    body: ProofBody,
    response: { 204: NoContent },
  },
  renewRecoveryCodes: {
    operationId: 'renewRecoveryCodes',
    summary: 'Replace the recovery codes',
    tags,
    body: ProofBody,
    response: { 200: RecoveryCodes },
  },
  browsers: {
    operationId: 'listTrustedBrowsers',
    summary: 'List the browsers that are not asked for the second factor',
    tags,
    response: { 200: Page('TrustedBrowserPage', Browser) },
  },
  forgetBrowser: {
    operationId: 'forgetTrustedBrowser',
    summary: 'Ask for the second factor in a browser again',
    tags,
    params: Type.Object({ browser: Type.String({ minLength: 1, maxLength: 64 }) }),
    response: { 204: NoContent },
  },
  sessions: {
    operationId: 'listOwnSessions',
    summary: 'List where you are signed in',
    tags,
    response: { 200: Page('OwnSessionPage', OwnSession) },
  },
  endSession: {
    operationId: 'endOwnSession',
    summary: 'End one of your sessions, at once',
    tags,
    params: Type.Object({ session: Type.String({ minLength: 1, maxLength: 64 }) }),
    response: { 204: NoContent },
  },
  signOutEverywhere: {
    operationId: 'signOutEverywhere',
    summary: 'End all of your sessions, this one too, and forget trusted browsers',
    tags,
    response: { 204: NoContent },
  },
  changePassword: {
    operationId: 'changePassword',
    summary: 'Change your password; your other sessions end',
    tags,
    body: ChangePasswordBody,
    response: { 204: NoContent },
  },
} as const;
