const ROW_BYTES = 16;
const NOT_PRINTABLE = /[^\x20-\x7e]/g;
/** Longest part of a payload that is shown; the rest is only counted. */
export const PREVIEW_BYTES = 4_096;

/** Bytes from base64 text, or null when it is not valid base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}

/** A hex dump of at most {@link PREVIEW_BYTES}: offset, sixteen bytes, printable characters. */
export function hexDump(bytes: Uint8Array): string {
  const rows: string[] = [];
  for (let offset = 0; offset < Math.min(bytes.length, PREVIEW_BYTES); offset += ROW_BYTES) {
    rows.push(hexRow(bytes.subarray(offset, offset + ROW_BYTES), offset));
  }
  return rows.join('\n');
}

function hexRow(bytes: Uint8Array, offset: number): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const text = String.fromCharCode(...bytes).replace(NOT_PRINTABLE, '.');
  return `${offset.toString(16).padStart(6, '0')}  ${hex.padEnd(ROW_BYTES * 3 - 1)}  ${text}`;
}

/** The payload as text, indented when it is JSON; null when it is not valid UTF-8. */
export function payloadText(bytes: Uint8Array): string | null {
  const shown = bytes.subarray(0, PREVIEW_BYTES);
  try {
    // A preview may cut a character in half: `stream` leaves the incomplete rest out instead of failing.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(shown, { stream: shown.length < bytes.length });
    return shown.length < bytes.length ? text : indentJson(text);
  } catch {
    return null;
  }
}

function indentJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Not JSON (often just why it was rejected): show it as it came.
    return text;
  }
}
