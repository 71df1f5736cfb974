/** MQTT 3.1.1 section 2.2: type and flags, then the length in groups of seven bits. */
export function packet(firstByte: number, body: Uint8Array): Buffer {
  const length: number[] = [];
  for (let rest = body.length, isFirst = true; rest > 0 || isFirst; isFirst = false) {
    const group = rest % 128;
    rest = Math.floor(rest / 128);
    length.push(rest > 0 ? group | 0x80 : group);
  }
  return Buffer.concat([Buffer.from([firstByte, ...length]), body]);
}

/** A string as MQTT writes it: two bytes of length, then UTF-8. */
export function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([twoBytes(bytes.length), bytes]);
}

export function twoBytes(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}
