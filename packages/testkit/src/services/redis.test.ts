import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { startRedis } from './redis.ts';

async function ask(port: number, command: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`${command}\r\n`);
  const [reply] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return reply.toString();
}

it('starts a Redis that answers, and keeps its data when told to', async () => {
  const settings = { appendonly: 'yes', appendfsync: 'always' };
  const first = await startRedis({ settings });
  expect(await ask(first.port, 'PING')).toBe('+PONG\r\n');
  expect(await ask(first.port, 'SET answer 42')).toBe('+OK\r\n');
  await first.child.stop('SIGKILL');

  const again = await startRedis({ settings, dataDir: first.dataDir, port: first.port });
  expect(again.url).toBe(first.url);
  expect(await ask(again.port, 'GET answer')).toBe('$2\r\n42\r\n');
  await again.stop();
});
