import { flagText, type Setting, type SettingGroup } from '@hawser/platform';

/** The settings of one command, in groups with a title each. */
export interface CommandSettings {
  readonly title: string;
  readonly groups: Readonly<Record<string, SettingGroup>>;
}

const INTRODUCTION = [
  '<!-- Generated from the declared settings: npm run generate -->',
  '',
  '# Settings',
  '',
  'A flag wins over the environment variable, the variable over the default; an empty variable counts as not set. For every',
  'variable `X`, `X_FILE` can name a file that holds the value instead, as a mounted secret does; one newline at its end is',
  'left out. A value that cannot be used, a file that cannot be read, `X` and `X_FILE` together, and a name that begins with',
  '`HAWSER_` and is not listed here stop the start with one message that names them all.',
];

const COLUMNS = ['variable', 'flag', 'default', 'meaning', 'allowed'];

/** Writes the reference page of all settings as Markdown. */
export function settingsPage(commands: readonly CommandSettings[]): string {
  return `${[...INTRODUCTION, ...commands.flatMap(commandLines)].join('\n')}\n`;
}

function commandLines({ title, groups }: CommandSettings): string[] {
  return ['', `## ${title}`, ...Object.entries(groups).flatMap(groupLines)];
}

function groupLines([title, group]: [string, SettingGroup]): string[] {
  const rows = [COLUMNS, COLUMNS.map(() => '---'), ...Object.values(group).map(cells)];
  return ['', `### ${title}`, '', ...rows.map((row) => `| ${row.join(' | ')} |`)];
}

function cells(setting: Setting<unknown>): string[] {
  const { env, describe, fallbackText, accepts } = setting;
  return [code(env), flagCell(setting), code(fallbackText), describe, accepts].map((cell) =>
    cell.replaceAll('|', '\\|'),
  );
}

/** A switch that is on by default can only be typed to turn it off. */
function flagCell({ flag, fallback }: Setting<unknown>): string {
  if (flag === undefined) return '';
  return code(fallback === true ? flagText(flag).replace('--', '--no-') : flagText(flag));
}

function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}
