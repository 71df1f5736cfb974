import { DEFAULT_LIMITS } from '@hawser/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Refusal } from '../refusal.ts';
import { isLongerThan, readName, readUnit } from './text.ts';

const reason = (outcome: unknown) => (outcome as Refusal).reason;

describe('readName', () => {
  it.each(['temp', 'a/b:c.d', 'Zähler 1', '温度', '😀', ' x', 'n'.repeat(200), '😀'.repeat(200), 'proto'])(
    'takes %j',
    (name) => {
      expect(readName(name, 'metric', DEFAULT_LIMITS)).toBe(name);
    },
  );

  it.each([
    [undefined, 'invalid-name'],
    [null, 'invalid-name'],
    [5, 'invalid-name'],
    ['', 'invalid-name'],
    [' \u3000', 'invalid-name'],
    ['a\tb', 'invalid-name'],
    ['a\u0085b', 'invalid-name'],
    ['constructor', 'invalid-name'],
    ['prototype', 'invalid-name'],
    ['__proto__', 'invalid-name'],
    ['a\0', 'nul-character'],
    ['\ud800', 'invalid-utf8'],
    ['\udc00\ud800', 'invalid-utf8'],
    ['n'.repeat(201), 'name-too-long'],
    ['😀'.repeat(201), 'name-too-long'],
  ])('refuses %j', (name, expected) => {
    expect(reason(readName(name, 'metric', DEFAULT_LIMITS))).toBe(expected);
  });

  it('gives details that can be stored and shown, whatever the name', () => {
    const bad = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 500 });
    fc.assert(
      fc.property(bad, (name) => {
        const outcome = readName(name, 'device', DEFAULT_LIMITS);
        const text = outcome instanceof Refusal ? outcome.detail : outcome;
        expect(text).not.toMatch(/[\p{Cc}\p{Cs}]/u);
        expect(text.length).toBeLessThanOrEqual(400);
      }),
    );
  });
});

describe('readUnit', () => {
  it.each([[undefined], [null], ['']])('takes %j for none', (unit) => {
    expect(readUnit(unit, DEFAULT_LIMITS)).toBeNull();
  });

  it.each([
    [5, 'invalid-unit'],
    ['a\nb', 'invalid-unit'],
    ['\0', 'nul-character'],
    ['u'.repeat(201), 'text-too-long'],
  ])('refuses %j', (unit, expected) => {
    expect(reason(readUnit(unit, DEFAULT_LIMITS))).toBe(expected);
  });
});

describe('isLongerThan', () => {
  it('counts characters, not code units', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.nat(30), (text, most) => {
        expect(isLongerThan(text, most)).toBe([...text].length > most);
      }),
    );
  });
});
