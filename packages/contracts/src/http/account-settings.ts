import { SETTING_NAMES } from '@hawser/core';
import { type Static, Type } from 'typebox';
import { AccountParams, IfMatchHeaders, Nullable, OneOf } from './common.ts';

const YEAR_SECONDS = 366 * 86_400;

/** Null inherits; so does what is left out of an answer's `own`. */
const settingValues = {
  retention_days: Nullable(Type.Integer({ minimum: 1, maximum: 36_500, description: 'days that readings are kept' })),
  mfa_required: Nullable(Type.Boolean({ description: 'users need a second factor' })),
  password_min_length: Nullable(Type.Integer({ minimum: 12, maximum: 128, description: 'characters' })),
  lockout_after: Nullable(Type.Integer({ minimum: 1, maximum: 5, description: 'wrong passwords before a wait' })),
  lockout_max_seconds: Nullable(Type.Integer({ minimum: 900, maximum: 86_400, description: 'longest wait' })),
  session_seconds: Nullable(
    Type.Integer({
      minimum: 300,
      maximum: YEAR_SECONDS,
      description: 'longest time until a user has to sign in again',
    }),
  ),
  allowed_dialects: Nullable(
    Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      maxItems: 32,
      uniqueItems: true,
      description: 'dialects that agents may speak; messages in another become dead letters',
    }),
  ),
};

const Setting = Type.Object(
  {
    name: OneOf(SETTING_NAMES),
    value: Type.Unsafe<unknown>({ description: 'what holds; null is no restriction beyond that of the installation' }),
    own: Type.Unsafe<unknown>({ description: 'what is set on this account; null inherits' }),
    from: Nullable(Type.String({ description: 'name of the account that the value comes from; null is the default' })),
  },
  { title: 'Setting' },
);

export const Settings = Type.Object({ items: Type.Array(Setting) }, { title: 'Settings' });
export type Settings = Static<typeof Settings>;

const UpdateSettingsBody = Type.Object(
  {
    retention_days: Type.Optional(settingValues.retention_days),
    mfa_required: Type.Optional(settingValues.mfa_required),
    password_min_length: Type.Optional(settingValues.password_min_length),
    lockout_after: Type.Optional(settingValues.lockout_after),
    lockout_max_seconds: Type.Optional(settingValues.lockout_max_seconds),
    session_seconds: Type.Optional(settingValues.session_seconds),
    allowed_dialects: Type.Optional(settingValues.allowed_dialects),
  },
  { additionalProperties: false, minProperties: 1, title: 'UpdateSettings' },
);

const tags = ['Accounts'];

export const settingsOperations = {
  read: {
    operationId: 'getSettings',
    summary: 'Read the settings that hold in an account, and where they come from',
    tags,
    params: AccountParams,
    response: { 200: Settings },
  },
  update: {
    operationId: 'updateSettings',
    summary: 'Change settings of an account; null inherits again',
    description: 'An account can be stricter than the accounts above it, never looser.',
    tags,
    params: AccountParams,
    headers: IfMatchHeaders,
    body: UpdateSettingsBody,
    response: { 200: Settings },
  },
} as const;
