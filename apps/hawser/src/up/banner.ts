import { VERSION } from '../version.ts';

interface Addresses {
  readonly apiUrl: string;
  readonly mqttUrl: string;
  readonly mqttWsUrl: string;
  readonly adminUrl: string;
}

/** Where everything is, once it listens. */
export function banner({ apiUrl, mqttUrl, mqttWsUrl, adminUrl }: Addresses, dataDir: string): string {
  return [
    `Hawser ${VERSION}`,
    '',
    `  Dashboard  ${apiUrl}/`,
    `  API docs   ${apiUrl}/docs`,
    `  MQTT       ${mqttUrl}  (WebSocket ${mqttWsUrl})`,
    `  Probes     ${adminUrl}/readyz`,
    `  Data       ${dataDir}`,
    '',
  ].join('\n');
}

/** The token is in the fragment, which browsers do not send and proxies do not log. */
export function setupInvitation(apiUrl: string, token: string): string {
  return `Set this installation up (the link works once):\n\n  ${apiUrl}/setup#token=${token}\n`;
}

export function demoInvitation(apiUrl: string, signInToken: string, password: string | null): string {
  const administrator =
    password === null
      ? []
      : ['', '  Administrator  admin@localhost', `  Password       ${password}  (shown this once)`];
  return [
    'Open the demo, signed in (the link works once):',
    '',
    `  ${apiUrl}/sign-in#token=${signInToken}`,
    ...administrator,
    '',
  ].join('\n');
}
