import { booleanSetting, choiceSetting, durationSetting, portSetting } from '@hawser/platform';
import { describe, expect, it } from 'vitest';
import { settingsPage } from './settings-page.ts';

const place = {
  port: portSetting({ env: 'MQTT_PORT', flag: 'mqttPort', describe: 'Port of MQTT.', fallback: 1883 }),
  demo: booleanSetting({ env: 'HAWSER_DEMO', flag: 'demo', describe: 'Whether a | b.', fallback: true }),
};
const access = {
  expiry: durationSetting({ env: 'EXPIRY', describe: 'Life of a token.', fallback: 900 }),
  profile: choiceSetting({ env: 'PROFILE', describe: 'Profile.', fallback: 'a', choices: ['a', 'b'] }),
};

function rowsOf(page: string): string[] {
  return page.split('\n').filter((line) => /^(#|\| `)/.test(line));
}

describe('settingsPage', () => {
  it('lists every setting of every command, group by group', () => {
    const page = settingsPage([
      { title: 'hawser up', groups: { Place: place, Access: access } },
      { title: 'hawser bridge', groups: { Access: access } },
    ]);
    const accessRows = [
      '### Access',
      '| `EXPIRY` |  | `15m` | Life of a token. | span such as 30s, 15m, 12h or 7d |',
      '| `PROFILE` |  | `a` | Profile. | a, b |',
    ];
    expect(rowsOf(page)).toEqual([
      '# Settings',
      '## hawser up',
      '### Place',
      '| `MQTT_PORT` | `--mqtt-port` | `1883` | Port of MQTT. | whole number, 0 to 65535 |',
      '| `HAWSER_DEMO` | `--no-demo` | `true` | Whether a \\| b. | true or false |',
      ...accessRows,
      '## hawser bridge',
      ...accessRows,
    ]);
  });
});
