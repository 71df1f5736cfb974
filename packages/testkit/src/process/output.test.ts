import { describe, expect, it } from 'vitest';
import { ProcessOutput } from './output.ts';

describe('ProcessOutput', () => {
  it('finds a line that came in pieces', () => {
    const output = new ProcessOutput();
    const ports: (string | undefined)[] = [];
    output.onMatch(/port (\d+)\n/, (match) => ports.push(match[1]));
    for (const chunk of ['starting\nlistening on po', 'rt 18', '83\n', 'port 9\n']) output.add(chunk);
    expect(ports).toEqual(['1883']);
  });

  it('finds what was printed before', () => {
    const output = new ProcessOutput();
    output.add('ready\n');
    let found = 0;
    output.onMatch(/ready/g, () => found++);
    output.onMatch(/ready/g, () => found++);
    expect(found).toBe(2);
  });

  it('forgets a wish that was taken back', () => {
    const output = new ProcessOutput();
    let found = 0;
    output.onMatch(/ready/, () => found++)();
    output.add('ready');
    expect(found).toBe(0);
  });

  it('keeps the newest million characters', () => {
    const output = new ProcessOutput();
    output.add('x'.repeat(999_999));
    output.add('the end');
    expect(output.text).toHaveLength(1_000_000);
    expect(output.text.endsWith('xthe end')).toBe(true);
  });
});
