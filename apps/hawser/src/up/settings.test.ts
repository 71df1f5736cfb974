import { ConfigurationError } from '@hawser/platform';
import { describe, expect, it } from 'vitest';
import { readUpSettings, UP_SETTING_GROUPS } from './settings.ts';

describe('the settings of hawser up', () => {
  it('stop the start with one message that names every problem', () => {
    const env = {
      HAWSER_DEMOO: '1',
      PORT: 'x',
      SETUP_TOKEN: 'a',
      SETUP_TOKEN_FILE: '/b',
      JWT_ACCESS_TOKEN_EXPIRY: '15',
    };
    const read = () => readUpSettings(env, { mqttPort: '99999' });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(
      [
        'HAWSER_DEMOO: no such setting',
        'PORT: "x" is not a whole number from 0 to 65535',
        '--mqtt-port: "99999" is not a whole number from 0 to 65535',
        'SETUP_TOKEN: SETUP_TOKEN_FILE is set too; keep one of the two',
        'JWT_ACCESS_TOKEN_EXPIRY: "15" is not a duration such as 30s, 15m, 12h or 7d',
      ].join('\n'),
    );
  });

  it('can be read in a shell that is set up for hawser simulate', () => {
    const env = { HAWSER_URL: 'http://127.0.0.1:3002', HAWSER_EMAIL: 'a@b.c', HAWSER_PASSWORD: 'x', HAWSER_TOKEN: 'y' };
    expect(readUpSettings(env, {}).port).toBe(3002);
  });

  it('refuse mail that nobody could use', () => {
    expect(() => readUpSettings({ SMTP_URL: 'mail.example.org' }, {})).toThrow(
      [
        'PUBLIC_URL: needed with SMTP_URL, for the links in the mail',
        'MAIL_FROM: needed with SMTP_URL',
        'SMTP_URL: not an address such as smtp://user:password@host:587 or smtps://host:465',
      ].join('\n'),
    );
    expect(() => readUpSettings({ PUBLIC_URL: 'hawser.example.org' }, {})).toThrow('PUBLIC_URL: not an address');
    const env = { SMTP_URL: 'smtp://mail', MAIL_FROM: 'a@b', PUBLIC_URL: 'https://hawser.example.org' };
    expect(readUpSettings(env, {})).toMatchObject({ smtpUrl: 'smtp://mail', mailFrom: 'a@b' });
  });

  it('accept their own defaults as one would write them', () => {
    const settings = Object.values(UP_SETTING_GROUPS).flatMap((group) => Object.values(group));
    for (const { env, fallback, fallbackText, parse } of settings) {
      if (fallbackText !== '') expect({ env, value: parse(fallbackText) }).toEqual({ env, value: fallback });
    }
  });

  it.each([
    ['true', true],
    ['off', false],
    ['0', false],
    ['2', 2],
    ['10.0.0.0/8, ::1, loopback', ['10.0.0.0/8', '::1', 'loopback']],
  ])('take TRUST_PROXY=%s', (text, trustProxy) => {
    expect(readUpSettings({ TRUST_PROXY: text }, {}).trustProxy).toEqual(trustProxy);
  });

  it.each(['maybe', '11', '10.0.0.0/33', '10.0.0.0/8,', 'fe80::/x'])('refuse TRUST_PROXY=%s', (text) => {
    expect(() => readUpSettings({ TRUST_PROXY: text }, {})).toThrow(/^TRUST_PROXY: /);
  });
});
