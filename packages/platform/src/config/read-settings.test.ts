import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigurationError, readSettings } from './read-settings.ts';
import { booleanSetting, choiceSetting, durationSetting, listSetting, portSetting, textSetting } from './setting.ts';

const GROUP = {
  port: portSetting({ env: 'PORT', flag: 'port', describe: 'port', fallback: 3002 }),
  demo: booleanSetting({ env: 'HAWSER_DEMO', flag: 'demo', describe: 'demo', fallback: true }),
  profile: choiceSetting({ env: 'PROFILE', describe: 'profile', fallback: 'a', choices: ['a', 'b'] }),
  expiry: durationSetting({ env: 'EXPIRY', describe: 'expiry', fallback: 900 }),
  origins: listSetting({ env: 'ORIGINS', describe: 'origins', fallback: [] }),
  secret: textSetting({ env: 'SECRET', describe: 'secret', fallback: '' }),
};

function problemsOf(env: Record<string, string>, flags = {}): readonly string[] {
  try {
    readSettings(GROUP, env, flags);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('readSettings', () => {
  it('takes the command line before the environment before the default', () => {
    expect(readSettings(GROUP, {}).port).toBe(3002);
    expect(readSettings(GROUP, { PORT: '4000' }).port).toBe(4000);
    expect(readSettings(GROUP, { PORT: '4000' }, { port: '5000' }).port).toBe(5000);
    expect(readSettings(GROUP, { HAWSER_DEMO: 'false' }).demo).toBe(false);
    expect(readSettings(GROUP, {}, { demo: false }).demo).toBe(false);
  });

  it('parses durations, lists and choices', () => {
    const values = readSettings(GROUP, { EXPIRY: '7d', ORIGINS: 'https://a.example, https://b.example', PROFILE: 'b' });
    expect(values).toMatchObject({
      expiry: 604_800,
      origins: ['https://a.example', 'https://b.example'],
      profile: 'b',
    });
  });

  it('treats an empty variable as not set', () => {
    expect(readSettings(GROUP, { PORT: '' }).port).toBe(3002);
  });

  it('names every problem at once', () => {
    expect(problemsOf({ PORT: 'x', PROFILE: 'c', HAWSER_DEMOO: '1', EXPIRY: '0m' }, { demo: 'maybe' })).toEqual([
      'HAWSER_DEMOO: no such setting',
      'PORT: "x" is not a whole number from 0 to 65535',
      '--demo: "maybe" is neither true nor false',
      'PROFILE: "c" is none of a, b',
      'EXPIRY: "0m" is not a duration such as 30s, 15m, 12h or 7d',
    ]);
  });

  it('reads a mounted secret, and says which file it could not read', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'hawser-settings-'));
    try {
      writeFileSync(join(dir, 'secret'), 'from-a-file\n');
      expect(readSettings(GROUP, { SECRET_FILE: join(dir, 'secret') }).secret).toBe('from-a-file');
      expect(problemsOf({ SECRET_FILE: join(dir, 'gone') })[0]).toMatch(/^SECRET_FILE: cannot read .*gone \(ENOENT\)$/);
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
