import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { UP_SETTING_GROUPS } from '../up/settings.ts';
import { settingsPage } from './settings-page.ts';

const PATH = 'docs/reference/settings.md';
const PAGE = new URL(`../../../../${PATH}`, import.meta.url);

/** Every command that reads settings. */
const COMMANDS = [{ title: 'hawser up', groups: UP_SETTING_GROUPS }];

/** Writes the reference page; with `--check` only tells whether it is the one that is committed. */
function main(isCheck: boolean): void {
  const text = settingsPage(COMMANDS);
  if (existsSync(PAGE) && readFileSync(PAGE, 'utf8') === text) return;
  if (isCheck) process.exitCode = 1;
  else writeFileSync(PAGE, text);
  process.stdout.write(`${isCheck ? 'out of date (npm run generate writes it)' : 'written'}: ${PATH}\n`);
}

main(process.argv.includes('--check'));
