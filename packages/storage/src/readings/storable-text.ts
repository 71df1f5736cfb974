/**
 * Replaces NUL, which PostgreSQL text cannot hold. Decoders refuse it in names and values, but what an error message
 * quotes may contain anything, and one bad message must never fail the batch it is in.
 */
export function storableText(value: string): string {
  return value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value;
}

/** Serialises for jsonb: as {@link storableText}, and lone surrogates, which have no UTF-8 form, are replaced too. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? Buffer.from(storableText(part), 'utf8').toString('utf8') : part,
  );
}
