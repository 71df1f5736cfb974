import {
  choiceSetting,
  type Environment,
  type Flags,
  integerSetting,
  readSettings,
  type SettingGroup,
  type SettingValues,
  textSetting,
} from '@hawser/platform';
import { CLOUD_VARIABLES } from '../cloud/variables.ts';
import { UP_SETTING_GROUPS } from '../up/settings.ts';

/** Days for which the tiers keep readings, unless told otherwise. */
const RAW_DAYS_OF_TIER = { demo: 30, starter: 30, standard: 60, enterprise: 90 } as const;
const TIERS = Object.keys(RAW_DAYS_OF_TIER) as (keyof typeof RAW_DAYS_OF_TIER)[];

const days = (env: string, describe: string, fallback: number, min: number) =>
  integerSetting({ env, describe, fallback, min, max: 36_500 });

const database = {
  databaseUrl: textSetting({
    env: 'DATABASE_URL',
    describe: 'PostgreSQL, as the program connects to it: postgres://user:password@host:5432/database.',
    fallback: '',
  }),
  statementTimeoutMs: integerSetting({
    env: 'DB_STATEMENT_TIMEOUT_MS',
    describe: 'Milliseconds after which a statement is given up. Changes of the schema may take longer.',
    fallback: 45_000,
    min: 100,
    max: 3_600_000,
  }),
};

const administrator = {
  adminUrl: textSetting({
    env: 'DATABASE_ADMIN_URL',
    describe: 'The same server as an administrator who may create roles and databases.',
    fallback: '',
  }),
};

const policies = {
  tier: choiceSetting({
    env: 'HAWSER_TIER',
    describe: 'Size of the installation: how long raw readings are kept unless HAWSER_RETENTION_RAW_DAYS says.',
    fallback: 'starter',
    choices: TIERS,
  }),
  rawDays: days('HAWSER_RETENTION_RAW_DAYS', 'Days to keep raw readings; 0 takes those of the tier.', 0, 0),
  minuteDays: days('HAWSER_RETENTION_1M_DAYS', 'Days to keep one-minute roll-ups.', 90, 2),
  hourDays: days('HAWSER_RETENTION_1H_DAYS', 'Days to keep one-hour roll-ups.', 3_653, 2),
  compressRawDays: days('HAWSER_COMPRESS_RAW_AFTER_DAYS', 'Days until raw readings are compressed.', 2, 1),
  compressMinuteDays: days('HAWSER_COMPRESS_1M_AFTER_DAYS', 'Days until one-minute roll-ups are compressed.', 7, 4),
};

/** Every setting of `hawser db`, in the groups in which the reference page lists them. */
export const DB_SETTING_GROUPS = { database, administrator, policies } as const;

export type DatabaseSettings = SettingValues<typeof database>;
export type InitSettings = DatabaseSettings & SettingValues<typeof administrator>;
export type PolicySettings = DatabaseSettings & SettingValues<typeof policies>;

/** @throws ConfigurationError naming every problem at once */
export function readDatabaseSettings(env: Environment): DatabaseSettings {
  return readOwnSettings(database, env);
}

/** @throws ConfigurationError naming every problem at once */
export function readInitSettings(env: Environment): InitSettings {
  return readOwnSettings({ ...database, ...administrator }, env);
}

/**
 * @returns `rawDays` is never 0
 * @throws ConfigurationError naming every problem at once
 */
export function readPolicySettings(env: Environment): PolicySettings {
  const settings = readOwnSettings({ ...database, ...policies }, env);
  return { ...settings, rawDays: settings.rawDays === 0 ? RAW_DAYS_OF_TIER[settings.tier] : settings.rawDays };
}

/**
 * Reads the settings of one command. The jobs of an installation share one environment: what another command knows is
 * none of our business.
 *
 * @throws ConfigurationError naming every problem at once
 */
export function readOwnSettings<Group extends SettingGroup>(
  group: Group,
  env: Environment,
  flags: Flags = {},
): SettingValues<Group> {
  const known = [...Object.values(UP_SETTING_GROUPS), ...Object.values(DB_SETTING_GROUPS)];
  const foreign = new Set(known.flatMap((settings) => Object.values(settings).map((setting) => setting.env)));
  for (const setting of Object.values(group)) foreign.delete(setting.env);
  const ours = Object.entries(env).filter(([name]) => !foreign.has(name.replace(/_FILE$/, '')));
  return readSettings(group, Object.fromEntries(ours), flags, Object.values(CLOUD_VARIABLES));
}
