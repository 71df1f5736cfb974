const DIGITS = 6;

/** What was typed or pasted into the field of a code, as the server wants it: digits only, at most six. */
export function cleanCode(text: string): string {
  return text.replace(/\D/g, '').slice(0, DIGITS);
}

/** Whether all digits of a code are there. */
export function isWholeCode(code: string): boolean {
  return code.length === DIGITS;
}
