import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempDir } from '../temp-dir.ts';
import { startProgram } from './program.ts';

it('runs a Node program with arguments and environment and ends it in order', async () => {
  const entry = join(await tempDir('program'), 'entry.mjs');
  await writeFile(
    entry,
    `process.once('SIGTERM', () => process.exit(0));
     console.log(process.argv[2] + ' ' + process.env.GREETED + ' ' + process.env.HOME);
     setInterval(() => {}, 1000);`,
  );
  const program = await startProgram({ entry, args: ['hello'], env: { GREETED: 'world', HOME: undefined } });
  await program.waitForOutput(/hello world undefined/);
  expect(await program.stop()).toEqual({ code: 0, signal: null });
});
