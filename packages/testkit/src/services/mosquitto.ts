import { execFile } from 'node:child_process';
import { chmod, chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../free-port.ts';
import { type Child, startChild } from '../process/child.ts';
import { findExecutable } from '../process/executable.ts';
import { serviceDir, serviceUser } from '../process/service-user.ts';

const run = promisify(execFile);

export interface MosquittoTls {
  /** PEM texts. */
  readonly cert: string;
  readonly key: string;
  /** When given, clients must show a certificate that this authority signed. */
  readonly clientCa?: string;
}

export interface MosquittoOptions {
  /** Lines that replace `allow_anonymous true` and follow the listener in mosquitto.conf. */
  readonly config?: readonly string[];
  readonly port?: number;
  /** The listener takes TLS and nothing else. */
  readonly tls?: MosquittoTls;
  /** Keeps sessions and messages on disk over a restart. */
  readonly persistence?: boolean;
  /** User names with their passwords; anonymous clients are refused when given. */
  readonly users?: Readonly<Record<string, string>>;
  /** Lines of an ACL file. */
  readonly acl?: readonly string[];
}

export interface MosquittoBroker {
  readonly port: number;
  readonly url: string;
  /** The process that runs now; another one after a restart. */
  readonly child: Child;
  /** Starts it again on the same port and folder, after it was stopped or has died. */
  start(): Promise<void>;
  /** @param signal - SIGKILL ends it without letting it write anything down */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a Mosquitto broker of its own, with its own configuration file and folder, on a free port. */
export async function startMosquitto(options: MosquittoOptions = {}): Promise<MosquittoBroker> {
  const dir = await serviceDir('mosquitto');
  const port = options.port ?? (await freePort());
  await writeForService(join(dir, 'mosquitto.conf'), configText(dir, port, options));
  await writeFiles(dir, options);
  let child = await startIn(dir);
  return {
    port,
    url: `${options.tls === undefined ? 'mqtt' : 'mqtts'}://127.0.0.1:${port}`,
    get child() {
      return child;
    },
    async start() {
      child = await startIn(dir);
    },
    async stop(signal) {
      await child.stop(signal);
    },
  };
}

async function startIn(dir: string): Promise<Child> {
  const child = await startChild({
    command: findExecutable(['mosquitto'], 'mosquitto'),
    args: ['-c', join(dir, 'mosquitto.conf')],
    user: serviceUser(),
    cwd: dir,
  });
  await child.waitForOutput(/mosquitto version \S+ running/);
  return child;
}

function configText(dir: string, port: number, options: MosquittoOptions): string {
  const { tls, persistence, users, acl, config } = options;
  const lines = [
    `listener ${port} 127.0.0.1`,
    ...(tls === undefined ? [] : [`certfile ${join(dir, 'server.crt')}`, `keyfile ${join(dir, 'server.key')}`]),
    ...(tls?.clientCa === undefined ? [] : [`cafile ${join(dir, 'client-ca.crt')}`, 'require_certificate true']),
    `persistence ${persistence === true}`,
    ...(persistence === true ? [`persistence_location ${dir}/`] : []),
    'log_dest stderr',
    ...(users === undefined ? [] : [`password_file ${join(dir, 'passwords')}`]),
    ...(acl === undefined ? [] : [`acl_file ${join(dir, 'acl')}`]),
    ...(config ?? [`allow_anonymous ${users === undefined}`]),
  ];
  return `${lines.join('\n')}\n`;
}

async function writeFiles(dir: string, { tls, users, acl }: MosquittoOptions): Promise<void> {
  if (tls !== undefined) {
    await writeForService(join(dir, 'server.crt'), tls.cert);
    await writeForService(join(dir, 'server.key'), tls.key);
    if (tls.clientCa !== undefined) await writeForService(join(dir, 'client-ca.crt'), tls.clientCa);
  }
  if (acl !== undefined) await writeForService(join(dir, 'acl'), `${acl.join('\n')}\n`);
  if (users !== undefined) await writePasswords(join(dir, 'passwords'), users);
}

/** Written in clear, then hashed in place by Mosquitto's own program. */
async function writePasswords(file: string, users: Readonly<Record<string, string>>): Promise<void> {
  const lines = Object.entries(users).map(([name, password]) => `${name}:${password}\n`);
  await writeFile(file, lines.join(''));
  await run(findExecutable(['mosquitto_passwd'], 'mosquitto'), ['-U', file]);
  await giveToService(file);
}

async function writeForService(file: string, text: string): Promise<void> {
  await writeFile(file, text);
  await giveToService(file);
}

async function giveToService(file: string): Promise<void> {
  const user = serviceUser();
  if (user !== null) await chown(file, user.uid, user.gid);
  await chmod(file, 0o600);
}
