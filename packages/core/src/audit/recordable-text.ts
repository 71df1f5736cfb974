/** NUL, which PostgreSQL does not store, and lone surrogates, which have no UTF-8 form. */
const UNRECORDABLE = /[\0\p{Surrogate}]/gu;

/** Replaces what cannot be stored as it is: the hash of an entry has to be that of what is read back. */
export function recordableText(text: string): string {
  return text.replace(UNRECORDABLE, '\u{fffd}');
}
