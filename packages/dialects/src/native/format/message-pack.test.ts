import { DEFAULT_LIMITS } from '@hawser/core';
import fc from 'fast-check';
import { pack } from 'msgpackr';
import { describe, expect, it } from 'vitest';

import { parseMessagePack } from './message-pack.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const parse = (bytes: Uint8Array) => parseMessagePack(bytes, DEFAULT_LIMITS);

describe('parseMessagePack', () => {
  it('gives back every tree of plain values', () => {
    const tree = fc.array(fc.jsonValue({ maxDepth: 6 })).filter((value) => !/__proto__/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(tree, (value) => {
        // -0 is written as 0.
        const written: unknown = JSON.parse(JSON.stringify(value));
        expect(parse(pack(written))).toMatchObject({ root: written });
      }),
    );
  });

  it.each([
    [
      'fixint, int 8 to 64',
      '96 7f ff d0 80 d1 8000 d2 80000000 d3 ffe0000000000000',
      [127, -1, -128, -32768, -(2 ** 31), -(2 ** 53)],
    ],
    ['uint 8 to 64', '94 cc ff cd ffff ce ffffffff cf 0020000000000000', [255, 65535, 2 ** 32 - 1, 2 ** 53]],
    ['float 32 and 64', '92 ca 41a40000 cb 4034800000000000', [20.5, 20.5]],
    ['nil and booleans', '93 c0 c2 c3', [null, false, true]],
    ['str 8 to 32', '93 d9 01 61 da 0001 62 db 00000001 63', ['a', 'b', 'c']],
    ['array 16 and 32', '92 dc 0001 01 dd 00000001 02', [[1], [2]]],
    ['map 16 and 32', '92 de 0001 a1 61 01 df 00000001 d9 01 62 02', [{ a: 1 }, { b: 2 }]],
    [
      'timestamps of 32, 64 and 96 bits',
      `93 d6 ff 6921744f d7 ff 77359400 6921744f c7 0c ff 1dcd6500 000000006921744f`,
      [new Date(0x6921744f * 1000), new Date(0x6921744f * 1000 + 500), new Date(0x6921744f * 1000 + 500)],
    ],
  ])('reads %s as the specification writes them', (_name, bytes, root) => {
    expect(parse(hex(bytes))).toMatchObject({ root });
  });

  it('keeps integers that a double cannot hold apart', () => {
    expect(parse(hex('92 cf 0020000000000001 d3 8000000000000000'))).toMatchObject({
      root: [2n ** 53n + 1n, -(2n ** 63n)],
    });
  });

  it('takes 32 levels and no more', () => {
    const nested = (levels: number) => Buffer.from([...Array(levels).fill(0x91), 1]);
    expect(parse(nested(32))).toHaveProperty('root');
    expect(parse(nested(33))).toMatchObject({ reason: 'nested-too-deep' });
  });

  it.each(['01', 'c0', 'a1 61', 'cb 4034800000000000'])('takes no value alone: %s', (bytes) => {
    expect(parse(hex(bytes))).toMatchObject({ reason: 'unknown-shape' });
  });

  it('names the key that is there twice', () => {
    expect(parse(hex('81 a1 61 82 a1 62 01 a1 62 01'))).toMatchObject({ detail: 'an object has the key "b" twice' });
  });
});
