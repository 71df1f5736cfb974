/** What an account decides for itself and for the accounts below it. */
export interface AccountSettings {
  /** Days that readings are kept; null is as long as the installation keeps them. */
  readonly retention_days: number | null;
  /** Users need a second factor. */
  readonly mfa_required: boolean;
  /** Fewest characters of a password. */
  readonly password_min_length: number;
  /** Wrong passwords in a row before a user has to wait. */
  readonly lockout_after: number;
  /** Longest wait after wrong passwords, in seconds. */
  readonly lockout_max_seconds: number;
  /** Longest time until a user has to sign in again, in seconds; null is as long as the installation says. */
  readonly session_seconds: number | null;
  /** Dialects that agents may speak; null is all. */
  readonly allowed_dialects: readonly string[] | null;
}

export type SettingName = keyof AccountSettings;

/** Settings as they are made on one account; what is absent is inherited. */
export type GivenSettings = Readonly<Partial<AccountSettings>>;

/** One account on the way from the root, with what is set on it. */
export interface SettingLevel {
  readonly name: string;
  readonly settings: GivenSettings;
}

export interface EffectiveSettings {
  readonly values: AccountSettings;
  /** Name of the account that a value comes from; null for the default. */
  readonly from: Readonly<Record<SettingName, string | null>>;
}

export const DEFAULT_SETTINGS: AccountSettings = Object.freeze({
  retention_days: null,
  mfa_required: false,
  password_min_length: 12,
  lockout_after: 5,
  lockout_max_seconds: 900,
  session_seconds: null,
  allowed_dialects: null,
});

type Combine<Value> = (inherited: Value, own: Value) => Value;

/** The stricter of two values of each setting. */
const STRICTER: { readonly [Name in SettingName]: Combine<AccountSettings[Name]> } = {
  retention_days: least,
  mfa_required: (inherited, own) => inherited || own,
  password_min_length: Math.max,
  lockout_after: Math.min,
  lockout_max_seconds: Math.max,
  session_seconds: least,
  allowed_dialects: (inherited, own) =>
    inherited === null || own === null ? (inherited ?? own) : inherited.filter((name) => own.includes(name)),
};

export const SETTING_NAMES = Object.keys(STRICTER) as SettingName[];

/**
 * The settings that hold in an account: of what is set on it and on all accounts above it the strictest. Whoever is
 * above relies on a policy to hold in the whole branch, so an account can tighten what it inherits and never loosen it.
 *
 * @param path - from the root down to the account
 */
export function effectiveSettings(path: readonly SettingLevel[]): EffectiveSettings {
  let values = DEFAULT_SETTINGS;
  const from = Object.fromEntries(SETTING_NAMES.map((name) => [name, null])) as Record<SettingName, string | null>;
  for (const { name: account, settings } of path) {
    for (const name of SETTING_NAMES) {
      const combined = combine(name, values, settings);
      if (isSame(combined[name], values[name])) continue;
      values = combined;
      from[name] = account;
    }
  }
  return { values, from };
}

/** Finds a setting that would be looser than what is inherited, which would have no effect. */
export function looserSetting(given: GivenSettings, inherited: AccountSettings): SettingName | null {
  for (const name of SETTING_NAMES) {
    const own = given[name];
    if (own !== undefined && !isSame(combine(name, inherited, given)[name], own)) return name;
  }
  return null;
}

function combine<Name extends SettingName>(name: Name, values: AccountSettings, given: GivenSettings): AccountSettings {
  const own: AccountSettings[Name] | undefined = given[name];
  return own === undefined ? values : { ...values, [name]: STRICTER[name](values[name], own) };
}

function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function isSame(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((item) => b.includes(item));
}
