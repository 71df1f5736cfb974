import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { formatStatus, StatusLine } from './status-line.ts';

const STATUS = { agentsOnline: 5, receivedPerSecond: 2.04, storedPerSecond: 12_500.4, rejected: 3, queued: 0 };

describe('formatStatus', () => {
  it('shows every figure with its unit', () => {
    expect(formatStatus(STATUS)).toBe(
      '5 agents online · received 2 messages/s · stored 12,500 readings/s · rejected 3 · queued 0',
    );
  });
});

describe('StatusLine', () => {
  it('writes plain lines when the output is no terminal', () => {
    const output = new PassThrough();
    const line = new StatusLine({ output, sample: () => STATUS, redrawMs: 10, plainMs: 1_000 });
    line.start();
    line.print('A message.');
    line.stop();
    expect(String(output.read())).toBe(`${formatStatus(STATUS)}\nA message.\n`);
  });

  it('redraws one line on a terminal, cut to its width, and keeps messages above it', () => {
    const output = Object.assign(new PassThrough(), { isTTY: true, columns: 20 });
    const line = new StatusLine({ output, sample: () => STATUS, redrawMs: 1_000, plainMs: 1_000 });
    line.start();
    line.print('A message.');
    line.stop();
    expect(String(output.read())).toBe('\r\x1b[2K5 agents online · r\r\x1b[2KA message.\n');
  });
});
