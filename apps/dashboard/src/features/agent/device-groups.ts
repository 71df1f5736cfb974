import type { LatestValue } from '../../services/live/latest-value.ts';
import { seriesKey } from '../../services/live/live-cache.ts';

/** The newest values of one device. */
export interface DeviceGroup {
  readonly device: string;
  readonly rows: readonly { readonly key: string; readonly value: LatestValue }[];
}

const ORDER = new Intl.Collator('en', { numeric: true });

/** The values whose device or metric contains the text, by device and metric, at most so many rows. */
export function deviceGroups(values: readonly LatestValue[], text: string, most: number): DeviceGroup[] {
  const wanted = text.trim().toLowerCase();
  const sorted = values
    .filter((value) => `${value.device} ${value.metric}`.toLowerCase().includes(wanted))
    .sort((a, b) => ORDER.compare(a.device, b.device) || ORDER.compare(a.metric, b.metric))
    .slice(0, most);
  const groups = new Map<string, LatestValue[]>();
  for (const value of sorted) groups.set(value.device, [...(groups.get(value.device) ?? []), value]);
  return [...groups].map(([device, of]) => ({ device, rows: of.map((value) => ({ key: seriesKey(value), value })) }));
}
