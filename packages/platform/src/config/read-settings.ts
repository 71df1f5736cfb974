import { readFileSync } from 'node:fs';
import { flagText, type Setting } from './setting.ts';

export type SettingGroup = Readonly<Record<string, Setting<unknown>>>;
export type SettingValues<Group extends SettingGroup> = {
  readonly [Name in keyof Group]: Group[Name] extends Setting<infer Value> ? Value : never;
};

export type Environment = Readonly<Record<string, string | undefined>>;
/** Values given on the command line, by flag name. */
export type Flags = Readonly<Record<string, string | boolean | undefined>>;

/** Everything that is wrong with the configuration, found in one go. */
export class ConfigurationError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

/**
 * Reads a group of settings: the command line wins over the environment, the environment over the default.
 *
 * @param group - the declared settings
 * @param env - the process environment; `X_FILE` names a file that holds the value of `X`, as a mounted secret does
 * @param flags - parsed command-line flags
 * @param otherNames - `HAWSER_…` variables that other commands read, which are no mistake here
 * @returns the values, frozen
 * @throws ConfigurationError naming every bad value and every unknown `HAWSER_…` name
 */
export function readSettings<Group extends SettingGroup>(
  group: Group,
  env: Environment,
  flags: Flags = {},
  otherNames: readonly string[] = [],
): SettingValues<Group> {
  const problems = unknownNames(group, env, otherNames);
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(group)) {
    try {
      values[name] = readSetting(setting, env, flags);
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return Object.freeze(values) as SettingValues<Group>;
}

function readSetting<Value>(setting: Setting<Value>, env: Environment, flags: Flags): Value {
  if (setting.flag !== undefined) {
    const typed = flags[setting.flag];
    if (typed !== undefined) return parseNamed(setting, flagText(setting.flag), String(typed));
  }
  const text = readText(setting.env, env);
  return text === undefined ? setting.fallback : parseNamed(setting, setting.env, text);
}

function parseNamed<Value>(setting: Setting<Value>, name: string, text: string): Value {
  try {
    return setting.parse(text);
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`);
  }
}

/** An empty variable is how compose files and charts write "not set". */
function readText(name: string, env: Environment): string | undefined {
  const text = env[name] || undefined;
  const path = env[`${name}_FILE`] || undefined;
  if (path === undefined) return text;
  if (text !== undefined) throw new Error(`${name}: ${name}_FILE is set too; keep one of the two`);
  return readMounted(name, path) || undefined;
}

/** Editors and `echo` end a file with a newline, which is no part of a secret; other white space may be. */
function readMounted(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new Error(`${name}_FILE: cannot read ${path} (${(error as NodeJS.ErrnoException).code})`);
  }
}

function unknownNames(group: SettingGroup, env: Environment, otherNames: readonly string[]): string[] {
  const own = Object.values(group).flatMap((setting) => [setting.env, `${setting.env}_FILE`]);
  const known = new Set([...own, ...otherNames]);
  return Object.keys(env)
    .filter((name) => name.startsWith('HAWSER_') && !known.has(name))
    .map((name) => `${name}: no such setting`);
}
