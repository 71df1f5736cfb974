/** What the first bytes of a payload say that it is. */
export type PayloadFormat = 'json' | 'message-pack' | 'gzip' | 'zlib' | 'unknown';

const BYTE_ORDER_MARK_LENGTH = 3;
/** First characters of a JSON text: object, array, string, number, true, false, null. */
const JSON_FIRST = new Set(Buffer.from('{["-0123456789tfn'));

/**
 * Recognises a payload by its bytes. Messages cannot be confused: a JSON object or array begins with `{` or `[`, a
 * MessagePack map or array with a byte from 0x80 up, gzip with 0x1f 0x8b (RFC 1952, section 2.3.1), and zlib with 0x08
 * to 0x78 in steps of 16 and a second byte that makes the two a multiple of 31 (RFC 1950, section 2.2).
 *
 * @param payload - at least one byte
 * @param contentType - decides only where the bytes do not
 */
export function sniffFormat(payload: Uint8Array, contentType: string | null): PayloadFormat {
  if (isGzip(payload)) return 'gzip';
  // Before JSON: a small window makes the first byte an 8, and a number alone is no message.
  if (isZlib(payload)) return 'zlib';
  if (JSON_FIRST.has(payload[jsonStart(payload)] ?? 0)) return 'json';
  if (isMapOrArray(payload[0] ?? 0)) return 'message-pack';
  return hintedFormat(contentType);
}

/** Says where the JSON text begins: after a byte order mark and white space. */
export function jsonStart(payload: Uint8Array): number {
  let at = payload[0] === 0xef && payload[1] === 0xbb && payload[2] === 0xbf ? BYTE_ORDER_MARK_LENGTH : 0;
  while (isWhiteSpace(payload[at])) at++;
  return at;
}

function isWhiteSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isGzip(payload: Uint8Array): boolean {
  return payload[0] === 0x1f && payload[1] === 0x8b;
}

function isZlib(payload: Uint8Array): boolean {
  const [method = 0, flags = 0] = payload;
  return (method & 0x0f) === 8 && method <= 0x78 && ((method << 8) | flags) % 31 === 0;
}

/** fixmap, fixarray, array 16/32, map 16/32. */
function isMapOrArray(byte: number): boolean {
  return (byte >= 0x80 && byte <= 0x9f) || (byte >= 0xdc && byte <= 0xdf);
}

function hintedFormat(contentType: string | null): PayloadFormat {
  if (contentType === null) return 'unknown';
  if (/\bjson\b/i.test(contentType)) return 'json';
  return /\b(x-)?(msgpack|messagepack)\b/i.test(contentType) ? 'message-pack' : 'unknown';
}
