import { type HostilePayload, rejected } from './hostile-payload.ts';

const MEBIBYTE = 1024 * 1024;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** JSON payloads that are no JSON, or that a careless parser would take for something else. */
export function jsonPayloads(): HostilePayload[] {
  return [...sizesAndFormats(), ...brokenText(), ...structures(), ...duplicateKeys(), ...prototypeKeys()];
}

function sizesAndFormats(): HostilePayload[] {
  return [
    rejected('no bytes', 'payload-empty', ''),
    rejected('one byte more than a mebibyte', 'payload-too-large', `{"a":"${'x'.repeat(MEBIBYTE - 7)}"}`),
    rejected('plain prose', 'unknown-format', 'Hello, is anybody there?'),
    rejected('XML', 'unknown-format', '<readings><temp>20.5</temp></readings>'),
    rejected('JSON in UTF-16', 'unknown-format', Uint8Array.from([0xff, 0xfe, 0x7b, 0, 0x7d, 0])),
    rejected('a PNG header', 'invalid-message-pack', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a])),
    rejected('zstd data, which is not supported', 'unknown-format', Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0])),
    rejected('only white space', 'unknown-format', ' \n\t '),
  ];
}

function brokenText(): HostilePayload[] {
  return [
    rejected('truncated in a string', 'invalid-json', '{"temp":20.5,"rp'),
    rejected('truncated in an array', 'invalid-json', '{"readings":[{"m":"temp","v":20.5},'),
    rejected('a lone opening brace', 'invalid-json', '{'),
    rejected('a trailing comma', 'invalid-json', '{"temp":20.5,}'),
    rejected('two texts', 'invalid-json', '{"temp":20.5}{"temp":21}'),
    rejected('single quotes', 'invalid-json', "{'temp':20.5}"),
    rejected('the bare word NaN', 'invalid-json', '{"temp":NaN}'),
    rejected('the bare word Infinity', 'invalid-json', '{"temp":-Infinity}'),
    rejected('a hexadecimal number', 'invalid-json', '{"temp":0x1F}'),
    rejected('a raw line break in a string', 'invalid-json', '{"te\nmp":20.5}'),
    rejected('a raw NUL in a string', 'nul-character', '{"te\0mp":20.5}'),
    rejected('a raw NUL after the text', 'nul-character', '{"temp":20.5}\0'),
    rejected('a byte that is never UTF-8', 'invalid-utf8', withByte('{"te?mp":20.5}', 0xff)),
    rejected('a UTF-8 sequence cut short', 'invalid-utf8', withByte('{"te?":20.5}', 0xe2)),
    rejected('an overlong UTF-8 form', 'invalid-utf8', withByte('{"a":"?\u0080"}', 0xc0)),
    rejected('half a surrogate pair, escaped', 'invalid-utf8', '{"\\ud800":20.5}'),
  ];
}

function structures(): HostilePayload[] {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  return [
    rejected('nested 33 deep', 'nested-too-deep', `{"a":${'['.repeat(32)}1${']'.repeat(32)}}`),
    rejected('nested 100,000 deep', 'nested-too-deep', deep),
    rejected('nested 100,000 deep and never closed', 'nested-too-deep', '{"a":'.repeat(100_000)),
    rejected('a number alone', 'unknown-shape', '20.5'),
    rejected('a string alone', 'unknown-shape', '"temp"'),
    rejected('null', 'unknown-shape', 'null'),
    rejected('an empty object', 'no-readings', '{}'),
    rejected('an empty array', 'no-readings', '[]'),
    rejected('an array of numbers', 'unknown-shape', '[20.5,21]'),
    rejected('readings that are an object', 'unknown-shape', '{"readings":{"temp":20.5}}'),
    rejected('readings and metrics at once', 'unknown-shape', '{"ts":[1],"readings":[],"metrics":{}}'),
    rejected('330,000 empty arrays', 'too-many-readings', `[${Array(330_000).fill('[]').join()}]`),
  ];
}

function duplicateKeys(): HostilePayload[] {
  return [
    rejected('the same metric twice', 'duplicate-key', '{"temp":20.5,"temp":99}'),
    rejected('the same key twice, once escaped', 'duplicate-key', '{"temp":20.5,"t\\u0065mp":99}'),
    rejected(
      'the same key twice in a reading',
      'duplicate-key',
      '{"readings":[{"m":"a","v":1},{"m":"b","v":1,"v":2}]}',
    ),
    rejected('the same key twice where nobody looks', 'duplicate-key', '{"temp":1,"x":[{"y":{"z":1,"z":2}}]}'),
    rejected('__proto__ twice', 'duplicate-key', '{"__proto__":1,"__proto__":2}'),
  ];
}

function prototypeKeys(): HostilePayload[] {
  return [
    rejected('__proto__ beside the readings', 'invalid-name', '{"__proto__":{"x":1},"readings":[{"m":"a","v":1}]}'),
    rejected('__proto__ in a reading', 'invalid-name', '{"readings":[{"m":"a","v":1,"__proto__":{"q":"bad"}}]}'),
    rejected('__proto__ as a metric', 'invalid-name', '{"temp":20.5,"__proto__":1}'),
    rejected('__proto__ escaped', 'invalid-name', '{"temp":20.5,"\\u005f_proto__":1}'),
    rejected(
      'constructor beside the readings',
      'invalid-name',
      '{"readings":[{"m":"a","v":1}],"constructor":{"prototype":{}}}',
    ),
  ];
}

/** The text in UTF-8 with its first question mark replaced by one byte. */
function withByte(text: string, byte: number): Uint8Array {
  const bytes = encode(text);
  bytes[bytes.indexOf(0x3f)] = byte;
  return bytes;
}
