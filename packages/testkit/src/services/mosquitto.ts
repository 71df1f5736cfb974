import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import { type Child, startChild } from '../process/child.ts';
import { findExecutable } from '../process/executable.ts';
import { serviceDir, serviceUser } from '../process/service-user.ts';

export interface MosquittoOptions {
  /** Lines that replace `allow_anonymous true` and follow the listener in mosquitto.conf. */
  readonly config?: readonly string[];
  readonly port?: number;
}

export interface MosquittoBroker {
  readonly port: number;
  readonly url: string;
  readonly child: Child;
  stop(): Promise<void>;
}

/** Starts a Mosquitto broker of its own, with its own configuration file, on a free port. */
export async function startMosquitto(options: MosquittoOptions = {}): Promise<MosquittoBroker> {
  const dir = await serviceDir('mosquitto');
  const port = options.port ?? (await freePort());
  const configFile = join(dir, 'mosquitto.conf');
  await writeFile(configFile, configText(port, options.config ?? ['allow_anonymous true']));
  await chmod(configFile, 0o644);
  const child = await startChild({
    command: findExecutable(['mosquitto'], 'mosquitto'),
    args: ['-c', configFile],
    user: serviceUser(),
    cwd: dir,
  });
  await child.waitForOutput(/mosquitto version \S+ running/);
  const stop = async () => {
    await child.stop();
  };
  return { port, url: `mqtt://127.0.0.1:${port}`, child, stop };
}

function configText(port: number, further: readonly string[]): string {
  const lines = [`listener ${port} 127.0.0.1`, 'persistence false', 'log_dest stderr', ...further];
  return `${lines.join('\n')}\n`;
}
