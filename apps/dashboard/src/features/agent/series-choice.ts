import type { LatestValue } from '../../services/live/latest-value.ts';
import { seriesKey } from '../../services/live/live-cache.ts';
import { MAX_LINES } from '../chart/palette.ts';

/** Series drawn before anybody chose. */
const FIRST_LINES = 4;

/** Whether a line can be drawn of a series: numbers, and booleans as steps. */
export function isDrawable({ value }: Pick<LatestValue, 'value'>): boolean {
  return typeof value !== 'string';
}

/** What to draw at first: numbers of one unit make one calm chart, so the unit that most series share wins. */
export function firstChoice(values: readonly LatestValue[]): string[] {
  const numbers = values.filter((value) => typeof value.value === 'number');
  const byUnit = new Map<string | null, LatestValue[]>();
  for (const value of numbers) byUnit.set(value.unit, [...(byUnit.get(value.unit) ?? []), value]);
  byUnit.delete(null);
  const [largest] = [...byUnit.values()].sort((a, b) => b.length - a.length);
  return (largest ?? numbers.slice(0, 1)).slice(0, FIRST_LINES).map(seriesKey);
}

/** Chooses a series or drops it; what is chosen stays in its order, and there are never too many. */
export function toggled(chosen: readonly string[], key: string): readonly string[] {
  if (chosen.includes(key)) return chosen.filter((other) => other !== key);
  return chosen.length < MAX_LINES ? [...chosen, key] : chosen;
}
