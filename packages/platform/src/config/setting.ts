/** One configurable value: where it may come from, what it may be, and what it means. */
export interface Setting<Value> {
  /** Environment variable. With `_FILE` appended it names a file that holds the value (for mounted secrets). */
  readonly env: string;
  /** Command-line flag without dashes, when there is one. */
  readonly flag?: string;
  readonly describe: string;
  readonly fallback: Value;
  /** The fallback as one would write it; empty when nothing is set. */
  readonly fallbackText: string;
  /** What may be written, for the reference page. */
  readonly accepts: string;
  /** Parses the text of the environment or the command line. Throws an `Error` whose message completes "NAME: …". */
  readonly parse: (text: string) => Value;
}

type Declared<Value> = Omit<Setting<Value>, 'parse' | 'accepts' | 'fallbackText'>;

/** A flag as it is typed: `mqttPort` is `--mqtt-port`. */
export function flagText(flag: string): string {
  return `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

export function textSetting(declared: Declared<string>): Setting<string> {
  return { ...declared, fallbackText: declared.fallback, accepts: 'text', parse: (text) => text };
}

/** A whole number within bounds (both included). */
export function integerSetting(declared: Declared<number> & { min: number; max: number }): Setting<number> {
  const { min, max, ...rest } = declared;
  return {
    ...rest,
    fallbackText: String(declared.fallback),
    accepts: `whole number, ${min} to ${max}`,
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
    fallbackText: String(declared.fallback),
    accepts: 'true or false',
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
    fallbackText: declared.fallback,
    accepts: choices.join(', '),
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
    fallbackText: durationText(declared.fallback),
    accepts: 'span such as 30s, 15m, 12h or 7d',
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

/** Writes seconds in the largest unit that gives a whole number. */
function durationText(seconds: number): string {
  const units = Object.entries(UNIT_SECONDS).filter(([, length]) => seconds % length === 0);
  const [unit, length] = units.at(-1) ?? ['s', 1];
  return `${seconds / length}${unit}`;
}

/** Comma-separated words; empty ones are left out. */
export function listSetting(declared: Declared<readonly string[]>): Setting<readonly string[]> {
  const parse = (text: string) =>
    text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '');
  return { ...declared, fallbackText: declared.fallback.join(','), accepts: 'words, separated by commas', parse };
}
