const CSV = 'text/csv';
const JSON_TYPES = new Set(['application/json', 'application/*', '*/*']);

/**
 * Tells whether `Accept` prefers a table: it names `text/csv` and does not want JSON more (RFC 9110 section 12.5.1).
 */
export function wantsCsv(accept: string | undefined): boolean {
  const ranges = (accept ?? '').split(',').map(parseRange);
  const csv = Math.max(0, ...ranges.filter((range) => range.type === CSV).map((range) => range.quality));
  const json = Math.max(0, ...ranges.filter((range) => JSON_TYPES.has(range.type)).map((range) => range.quality));
  if (csv === 0) return false;
  // Equal wishes: the table was named, which is more specific than a wildcard.
  const namesJson = ranges.some((range) => range.type === 'application/json' && range.quality >= csv);
  return csv >= json && !namesJson;
}

function parseRange(text: string): { type: string; quality: number } {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = q === undefined ? 1 : Number(q.slice(2));
  return { type, quality: Number.isFinite(quality) ? quality : 0 };
}
