import { describe, expect, it } from 'vitest';
import { publishCommand } from './publish-command.ts';

function credentials(url: string, password = 'p-1_2') {
  const mqtt = { url, client_id: '0190-a', username: 'hk_u', password };
  return { id: '0190-a', name: 'press:7', account: 'acme', mqtt };
}

describe('publishCommand', () => {
  it('names broker, credentials, topic and a first reading', () => {
    expect(publishCommand(credentials('mqtt://10.0.0.5:1884')).split(' \\\n  ')).toEqual([
      'mosquitto_pub -h 10.0.0.5 -p 1884',
      '-i 0190-a',
      '-u hk_u',
      '-P p-1_2',
      '-q 1 -t hawser/acme/press:7/telemetry',
      `-m '{"temperature": 21.5}'`,
    ]);
  });

  it('checks the certificate over TLS and knows the usual ports', () => {
    expect(publishCommand(credentials('mqtts://iot.example.org'))).toContain(
      '-h iot.example.org -p 8883 \\\n  --capath /etc/ssl/certs ',
    );
    expect(publishCommand(credentials('mqtt://[::1]'))).toContain('-h ::1 -p 1883 ');
  });

  it('keeps a password from being taken apart by the shell', () => {
    expect(publishCommand(credentials('mqtt://h', "a'b $c"))).toContain("-P 'a'\\''b $c'");
  });
});
