import { expect, it } from 'vitest';
import { printable, printableText } from './printable.ts';
import { span } from './span.ts';
import { table } from './table.ts';

it('writes what a terminal would obey as text', () => {
  expect(printable('pümp\x1b[2J\n\u202e1\u009b')).toBe('pümp\\u{1b}[2J\\u{a}\\u{202e}1\\u{9b}');
  expect(printableText('a\tb\r\nc\x1b\r')).toBe('a\tb\nc\\u{1b}\\u{d}');
});

it('lays out a table, numbers to the right', () => {
  const columns = [
    { title: 'NAME', cell: ([name]: readonly [string, number]) => name },
    { title: 'COUNT', cell: ([, count]: readonly [string, number]) => String(count), right: true },
  ];
  expect(table(columns, [['pump', 7] as const, ['compressor\n', 12_345] as const])).toBe(
    ['NAME             COUNT', 'pump                 7', 'compressor\\u{a}  12345'].join('\n'),
  );
});

it('writes spans in their largest unit', () => {
  expect([0, 850, 4_290, 59_999, 720_000, 5_400_000, 3 * 86_400_000].map(span)).toEqual([
    ...['0ms', '850ms', '4.2s', '59s', '12m', '1.5h', '3d'],
  ]);
});
