/** Characters that a terminal obeys instead of showing, and those that change the order of what is shown. */
const OBEYED = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
/** The same, but for tab and line feed. */
const OBEYED_IN_TEXT = /[^\P{Cc}\t\n]|[\p{Cf}\u2028\u2029]/gu;

/** Makes text from elsewhere fit for one line of a terminal: what would be obeyed is written as `\u{1b}`. */
export function printable(text: string): string {
  return text.replaceAll(OBEYED, escaped);
}

/** The same for text of several lines. */
export function printableText(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(OBEYED_IN_TEXT, escaped);
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
