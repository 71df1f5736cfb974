import { expect, it } from 'vitest';
import { simulateCommand } from './command.ts';

/** Reads a command line without running anything. */
function parse(...args: string[]): Record<string, unknown> {
  return simulateCommand()
    .action(() => {})
    .parse(args, { from: 'user' })
    .opts();
}

it('has usable defaults', () => {
  const defaults = { rate: 10, readingsPerMessage: 10, csvEnd: 'now', speed: 'max', seed: 1, remove: false };
  expect(parse()).toMatchObject(defaults);
});

it('reads every option', () => {
  expect(
    parse(
      ...['--url', 'http://cloud', '--account', 'demo', '--agents', '7', '--rate', 'max', '--speed', '60'],
      ...['--readings-per-message', '50', '--duration', '2m', '--csv', 'f.csv', '--time-column', 'when'],
      ...[
        '--csv-end',
        'keep',
        '--prefix',
        'x',
        '--seed',
        '9',
        '--max-in-flight',
        '5',
        '--settle-timeout',
        '9',
        '--remove',
      ],
    ),
  ).toMatchObject({
    url: 'http://cloud',
    account: 'demo',
    agents: 7,
    rate: 'max',
    speed: 60,
    readingsPerMessage: 50,
    duration: 120_000,
    csv: 'f.csv',
    timeColumn: 'when',
    csvEnd: 'keep',
    prefix: 'x',
    seed: 9,
    maxInFlight: 5,
    settleTimeout: 9_000,
    remove: true,
  });
});
