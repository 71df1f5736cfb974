const NUMBER = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 5 });
const COUNT = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const COMPACT = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 });
const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

export const NO_VALUE = '–';

/** A reading's value for a person: numbers with five significant digits, booleans as on/off. */
export function formatValue(value: number | boolean | string | null | undefined): string {
  if (value === null || value === undefined) return NO_VALUE;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return value;
  return formatNumber(value);
}

/** A number with five significant digits; very large and very small ones in exponent form. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return NO_VALUE;
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 1e-4)) return value.toExponential(3);
  return size >= 1e5 ? COUNT.format(value) : NUMBER.format(value);
}

/** A whole count with thousands separated. */
export function formatCount(value: number): string {
  return COUNT.format(value);
}

/** A count that must fit a small place, such as 12.3K. */
export function formatCompact(value: number): string {
  return Math.abs(value) < 10_000 ? COUNT.format(value) : COMPACT.format(value);
}

/** A rate per second: one decimal below 100, whole above. */
export function formatRate(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return NO_VALUE;
  return perSecond < 100 && perSecond % 1 !== 0 ? perSecond.toFixed(1) : formatCount(perSecond);
}

/** A size in bytes with binary units. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), BYTE_UNITS.length - 1);
  const scaled = bytes / 1024 ** power;
  return `${power === 0 || scaled >= 100 ? Math.round(scaled) : scaled.toFixed(1)} ${BYTE_UNITS[power]}`;
}

const HTML_ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text made safe to stand in HTML that is built by hand, as a chart's tooltip is. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => HTML_ESCAPES[char] ?? char);
}
