import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';

export const CONNECTIONS = 16;
const PROCESS = fileURLToPath(new URL('./api-process.ts', import.meta.url));

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

/** Sends a request. @throws Error when it is not answered with success */
export function ask(url: string, token: string | null, method = 'GET', payload?: object): Promise<string> {
  const headers = {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
  };
  return new Promise((resolve, reject) => {
    const asking = request(url, { agent, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => {
        if ((answer.statusCode ?? 500) < 300) resolve(text);
        else reject(new Error(`${method} ${url} answered ${answer.statusCode}: ${text}`));
      });
    });
    asking.on('error', reject);
    asking.end(payload === undefined ? undefined : JSON.stringify(payload));
  });
}

/** Starts an API on one core. See `api-process.ts` for what it can be without. */
export async function startApi(
  databaseUrl: string,
  without: 'nothing' | 'wall' | 'entries',
): Promise<{ child: ChildProcess; url: string }> {
  const command = [process.execPath, ...process.execArgv, PROCESS, databaseUrl, without];
  // Where it cannot be kept on one core, its processor time says the same: it works in one thread.
  const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0 ? ['taskset', '-c', '0', ...command] : command;
  const [program = '', ...args] = pinned;
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return { child, url };
}

/** Sets the installation up. @returns an access token of its administrator */
export async function setUpApi(url: string): Promise<string> {
  const setUp = { token: '-', email: 'admin@localhost', password: 'seven green ferries', account: 'demo' };
  const answer = await ask(`${url}/v1/setup`, null, 'POST', setUp);
  return (JSON.parse(answer) as { access_token: string }).access_token;
}

export function closeConnections(): void {
  agent.destroy();
}
