import { VERSION } from '../version.ts';

interface Addresses {
  readonly apiUrl: string | null;
  readonly mqttUrl: string | null;
  readonly mqttWsUrl: string | null;
  readonly adminUrl: string;
}

/**
 * Where everything is, once it listens; what this process does not have is left out.
 *
 * @param dataDir - null when the process keeps nothing on the disk
 */
export function banner({ apiUrl, mqttUrl, mqttWsUrl, adminUrl }: Addresses, dataDir: string | null): string {
  const lines = [
    apiUrl === null ? null : `  Dashboard  ${apiUrl}/`,
    apiUrl === null ? null : `  API docs   ${apiUrl}/docs`,
    mqttUrl === null ? null : `  MQTT       ${mqttUrl}  (WebSocket ${mqttWsUrl})`,
    `  Probes     ${adminUrl}/readyz`,
    dataDir === null ? null : `  Data       ${dataDir}`,
  ];
  return [`Hawser ${VERSION}`, '', ...lines.filter((line) => line !== null), ''].join('\n');
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
