import { DEFAULT_LIMITS } from '@hawser/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseJson } from './json.ts';

const parse = (text: string) => parseJson(Buffer.from(text), DEFAULT_LIMITS);
const reserved = new Set(['__proto__', 'constructor', 'prototype']);
const key = fc.string({ unit: 'binary', maxLength: 6 }).filter((text) => !reserved.has(text) && !text.includes('\0'));

describe('parseJson', () => {
  it('gives what JSON.parse gives for text without duplicate keys', () => {
    const json = fc.json({ maxDepth: 6 }).filter((text) => !text.includes('"__proto__"'));
    fc.assert(
      fc.property(json, fc.constantFrom(0, 2), (text, indent) => {
        const value: unknown = JSON.parse(text);
        expect(parse(JSON.stringify(value, null, indent))).toMatchObject({ root: value });
      }),
    );
  });

  it('finds and names a duplicate key wherever it is', () => {
    const members = fc.uniqueArray(key, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(members, fc.nat(), fc.nat(20), fc.jsonValue(), (keys, pick, depth, value) => {
        const twice = keys[pick % keys.length]!;
        const text = [...keys, twice].map((name) => `${JSON.stringify(name)} : ${JSON.stringify(value)}`).join(' , ');
        const outcome = parse(`${'[0,{"a":'.repeat(depth / 2)}{${text}}${'}]'.repeat(depth / 2)}`);
        if (JSON.stringify(value).includes('__proto__')) return;
        expect(outcome).toMatchObject({ reason: 'duplicate-key' });
      }),
    );
    expect(parse('{"a":{"b":1,"c":[{"b":1}],"b":2}}')).toMatchObject({ detail: 'an object has the key "b" twice' });
  });

  it.each(['{"a:b":1}', '{"a\\":{":1}', '{"\\\\":1}', '{"a":"\\\\\\":[,"}', '["{[,:"]'])(
    'is not confused by %s',
    (text) => {
      expect(parse(text)).toMatchObject({ root: JSON.parse(text) });
    },
  );

  it('takes 32 levels and no more', () => {
    expect(parse('['.repeat(32) + ']'.repeat(32))).toHaveProperty('root');
    expect(parse('['.repeat(33) + ']'.repeat(33))).toMatchObject({ reason: 'nested-too-deep' });
    expect(parse(`[${'[],'.repeat(100)}[]]`)).toHaveProperty('root');
  });

  it('counts the keys that need an account', () => {
    expect(parse('{"constructor":1,"x":{"prototype":2}}')).toMatchObject({ reservedKeys: 2 });
  });
});
