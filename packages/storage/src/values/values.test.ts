import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeArray, parseArray } from './array-literal.ts';
import { encodeParameter } from './parameters.ts';
import { parserFor } from './row-types.ts';
import { parseTimestamp } from './timestamp.ts';

describe('array literals', () => {
  it('come back as they went, whatever the texts hold', () => {
    const texts = fc.array(fc.option(fc.string({ unit: 'grapheme' })), { maxLength: 20 });
    fc.assert(
      fc.property(texts, (values) => {
        expect(parseArray(encodeArray(values, String), (text) => text)).toEqual(values);
      }),
    );
  });

  it.each<[string, unknown[]]>([
    ['{}', []],
    ['{NULL,"NULL",null}', [null, 'NULL', 'null']],
    [
      '{{1,2},{3,4}}',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['[2:3]={a,b}', ['a', 'b']],
    ['{"a\\"b","c\\\\d","{}",""}', ['a"b', 'c\\d', '{}', '']],
  ])('are read as the server prints them: %s', (literal, values) => {
    expect(parseArray(literal, (text) => text)).toEqual(values);
  });
});

describe('parameters', () => {
  it.each<[unknown, unknown]>([
    [undefined, null],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [2n ** 60n, '1152921504606846976'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [{ a: [1] }, '{"a":[1]}'],
    [[1, null, [true]], '{1,NULL,{"true"}}'],
    [[new Uint8Array([1, 255])], '{"\\\\x01ff"}'],
  ])('are written as PostgreSQL reads them: %o', (value, text) => {
    expect(encodeParameter(value)).toEqual(text);
  });

  it.each([() => 1, Symbol('x'), new Date(Number.NaN)])('that mean nothing are refused', (value) => {
    expect(() => encodeParameter(value)).toThrow();
  });
});

describe('timestamps', () => {
  it('are read exactly, whatever their fraction', () => {
    const times = fc.date({ min: new Date('1900-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(times, (time) => {
        // As PostgreSQL prints it: no zeros at the end of the fraction, and none without one.
        const printed = time
          .toISOString()
          .replace('T', ' ')
          .replace(/\.?0*Z$/, '+00');
        expect(parseTimestamp(printed)).toBe(time.getTime());
      }),
    );
  });

  it.each([
    ['2024-05-01 12:00:00.123456+00', Date.UTC(2024, 4, 1, 12, 0, 0, 123)],
    ['1969-12-31 23:59:59.5+00', -500],
    ['2024-05-01 12:00:00+02', Date.UTC(2024, 4, 1, 10)],
    ['-infinity', Number.NEGATIVE_INFINITY],
  ])('%s', (text, time) => {
    expect(parseTimestamp(text)).toBe(time);
  });
});

describe('parserFor', () => {
  it('leaves types that it does not know as text', () => {
    expect(parserFor(1082)('2024-05-01')).toBe('2024-05-01');
  });
});
