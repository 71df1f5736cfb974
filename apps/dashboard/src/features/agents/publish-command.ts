import type { AgentCredentials } from '../../services/api/types.ts';

const BROKER = /^(mqtts?):\/\/(\[[^\]]+\]|[^/:]+)(?::(\d+))?/;
const EXAMPLE = '{"temperature": 21.5}';

/** A `mosquitto_pub` call that sends one reading with an agent's credentials, ready for a POSIX shell. */
export function publishCommand({ account, name, mqtt }: AgentCredentials): string {
  const [, scheme, host = 'localhost', port] = BROKER.exec(mqtt.url) ?? [];
  const isTls = scheme === 'mqtts';
  const options = [
    `-h ${quoted(host.replace(/^\[|\]$/g, ''))} -p ${port ?? (isTls ? '8883' : '1883')}`,
    ...(isTls ? ['--capath /etc/ssl/certs'] : []),
    `-i ${quoted(mqtt.client_id)}`,
    `-u ${quoted(mqtt.username)}`,
    `-P ${quoted(mqtt.password)}`,
    `-q 1 -t ${quoted(`hawser/${account}/${name}/telemetry`)}`,
    `-m ${quoted(EXAMPLE)}`,
  ];
  return `mosquitto_pub ${options.join(' \\\n  ')}`;
}

/** Quotes only what a shell would take apart: the command stays readable. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
