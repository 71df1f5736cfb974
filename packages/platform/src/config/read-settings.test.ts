import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigurationError, readSettings } from './read-settings.ts';
import { booleanSetting, choiceSetting, durationSetting, listSetting, portSetting, textSetting } from './setting.ts';

const GROUP = {
  port: portSetting({ env: 'PORT', flag: 'port', describe: 'port', fallback: 3002 }),
  mqttPort: portSetting({ env: 'MQTT_PORT', flag: 'mqttPort', describe: 'port', fallback: 1883 }),
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

  it('lets the variables of other commands be', () => {
    expect(readSettings(GROUP, { HAWSER_URL: 'http://127.0.0.1' }, {}, ['HAWSER_URL']).port).toBe(3002);
    expect(() => readSettings(GROUP, { HAWSER_URLL: 'x' }, {}, ['HAWSER_URL'])).toThrow('HAWSER_URLL: no such setting');
  });

  it('names a flag as it is typed', () => {
    expect(problemsOf({}, { mqttPort: '65536' })).toEqual([
      '--mqtt-port: "65536" is not a whole number from 0 to 65535',
    ]);
  });
});

describe('a mounted secret', () => {
  let dir: string;
  const mounted = (content: string) => {
    writeFileSync(join(dir, 'secret'), content);
    return { SECRET_FILE: join(dir, 'secret') };
  };
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'hawser-settings-'));
  });
  afterAll(() => rm(dir, { recursive: true }));

  it.each([
    ['from-a-file', 'from-a-file'],
    ['from-a-file\n', 'from-a-file'],
    ['from-a-file\r\n', 'from-a-file'],
    [' two lines \n\n', ' two lines \n'],
    ['', ''],
  ])('in the file as %j is %j', (content, secret) => {
    expect(readSettings(GROUP, mounted(content)).secret).toBe(secret);
  });

  it('is parsed like the variable itself', () => {
    expect(readSettings(GROUP, { PORT_FILE: mounted('4000\n').SECRET_FILE }).port).toBe(4000);
    expect(problemsOf({ PORT_FILE: mounted('x\n').SECRET_FILE })[0]).toContain('PORT: "x" is not a whole number');
  });

  it('cannot be given beside the variable, unless that is empty', () => {
    expect(problemsOf({ ...mounted('a'), SECRET: 'b' })).toEqual([
      'SECRET: SECRET_FILE is set too; keep one of the two',
    ]);
    expect(readSettings(GROUP, { ...mounted('a'), SECRET: '' }).secret).toBe('a');
    expect(readSettings(GROUP, { SECRET: 'b', SECRET_FILE: '' }).secret).toBe('b');
  });

  it('names the file that cannot be read', () => {
    expect(problemsOf({ SECRET_FILE: join(dir, 'gone') })).toEqual([
      `SECRET_FILE: cannot read ${join(dir, 'gone')} (ENOENT)`,
    ]);
    expect(problemsOf({ SECRET_FILE: dir })).toEqual([`SECRET_FILE: cannot read ${dir} (EISDIR)`]);
  });
});

describe('a setting', () => {
  it('says what it accepts and what it is by default, as one would write it', () => {
    const written = Object.entries(GROUP).map(([name, { fallbackText, accepts }]) => [name, fallbackText, accepts]);
    expect(written).toEqual([
      ['port', '3002', 'whole number, 0 to 65535'],
      ['mqttPort', '1883', 'whole number, 0 to 65535'],
      ['demo', 'true', 'true or false'],
      ['profile', 'a', 'a, b'],
      ['expiry', '15m', 'span such as 30s, 15m, 12h or 7d'],
      ['origins', '', 'words, separated by commas'],
      ['secret', '', 'text'],
    ]);
  });

  it.each([
    [1, '1s'],
    [90, '90s'],
    [3_600, '1h'],
    [604_800, '7d'],
  ])('of %i seconds is %s', (fallback, text) => {
    expect(durationSetting({ env: 'X', describe: 'x', fallback }).fallbackText).toBe(text);
  });
});
