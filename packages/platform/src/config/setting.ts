/** One configurable value: where it may come from, what it may be, and what it means. */
export interface Setting<Value> {
  /** Environment variable. With `_FILE` appended it names a file that holds the value (for mounted secrets). */
  readonly env: string;
  /** Command-line flag without dashes, when there is one. */
  readonly flag?: string;
  readonly describe: string;
  readonly fallback: Value;
  /** Parses the text of the environment or the command line. Throws an `Error` whose message completes "NAME: …". */
  readonly parse: (text: string) => Value;
}

type Declared<Value> = Omit<Setting<Value>, 'parse'>;

export function textSetting(declared: Declared<string>): Setting<string> {
  return { ...declared, parse: (text) => text };
}

/** A whole number within bounds (both included). */
export function integerSetting(declared: Declared<number> & { min: number; max: number }): Setting<number> {
  const { min, max, ...rest } = declared;
  return {
    ...rest,
    parse: (text) => {
      const value = Number(text);
      if (!/^-?\d+$/.test(text.trim()) || value < min || value > max) {
        throw new Error(`"${text}" is not a whole number from ${min} to ${max}`);
      }
      return value;
    },
  };
}

export function portSetting(declared: Declared<number>): Setting<number> {
  return integerSetting({ ...declared, min: 0, max: 65_535 });
}

const TRUE = new Set(['true', '1', 'yes', 'on']);
const FALSE = new Set(['false', '0', 'no', 'off']);

export function booleanSetting(declared: Declared<boolean>): Setting<boolean> {
  return {
    ...declared,
    parse: (text) => {
      const word = text.trim().toLowerCase();
      if (TRUE.has(word)) return true;
      if (FALSE.has(word)) return false;
      throw new Error(`"${text}" is neither true nor false`);
    },
  };
}

export function choiceSetting<Choice extends string>(
  declared: Declared<Choice> & { choices: readonly Choice[] },
): Setting<Choice> {
  const { choices, ...rest } = declared;
  return {
    ...rest,
    parse: (text) => {
      const found = choices.find((choice) => choice === text.trim());
      if (found === undefined) throw new Error(`"${text}" is none of ${choices.join(', ')}`);
      return found;
    },
  };
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** A span of time such as `15m` or `7d`, in seconds. */
export function durationSetting(declared: Declared<number>): Setting<number> {
  return {
    ...declared,
    parse: (text) => {
      const match = /^(\d+)([smhd])$/.exec(text.trim());
      const unit = UNIT_SECONDS[match?.[2] ?? ''];
      if (match === null || unit === undefined || Number(match[1]) === 0) {
        throw new Error(`"${text}" is not a duration such as 30s, 15m, 12h or 7d`);
      }
      return Number(match[1]) * unit;
    },
  };
}

/** Comma-separated words; empty ones are left out. */
export function listSetting(declared: Declared<readonly string[]>): Setting<readonly string[]> {
  const parse = (text: string) =>
    text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '');
  return { ...declared, parse };
}
