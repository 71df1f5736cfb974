import type { Settings } from '@hawser/contracts/http';
import { type EffectiveSettings, type GivenSettings, SETTING_NAMES } from '@hawser/core';

/** @param own - what is set on the account itself */
export function settingsBody({ values, from }: EffectiveSettings, own: GivenSettings): Settings {
  const items = SETTING_NAMES.map((name) => ({ name, value: values[name], own: own[name] ?? null, from: from[name] }));
  return { items };
}
