import type { Setting, SettingsChange } from '../../services/api/types.ts';
import { parseTags } from '../agents/tags.ts';
import { SETTING_NAMES, SETTING_WORDS, type SettingName } from './setting-words.ts';

/** What is set on the account itself, as fields hold it: an empty text inherits, `yes` is on. */
export type SettingsForm = Record<SettingName, string>;

type Value = number | boolean | string[] | null;

/** Puts what is set on an account into the form. */
export function settingsForm(settings: readonly Setting[]): SettingsForm {
  const own = new Map(settings.map((setting) => [setting.name, setting.own]));
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, fieldOf(own.get(name))])) as SettingsForm;
}

/** What is sent: only what differs from `before`; null inherits again. */
export function settingsChange(form: SettingsForm, before: SettingsForm): SettingsChange {
  const changed = SETTING_NAMES.filter((name) => form[name].trim() !== before[name].trim());
  // Each is parsed as its kind of input says, which is the type that it has.
  return Object.fromEntries(changed.map((name) => [name, parsed(name, form[name])])) as SettingsChange;
}

function fieldOf(own: unknown): string {
  if (own === null || own === undefined || own === false) return '';
  if (own === true) return 'yes';
  return Array.isArray(own) ? own.join(', ') : String(own);
}

function parsed(name: SettingName, text: string): Value {
  if (text.trim() === '') return null;
  const { input } = SETTING_WORDS[name];
  if (input === 'switch') return true;
  return input === 'list' ? parseTags(text) : Number(text);
}
