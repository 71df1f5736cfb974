import { once } from 'node:events';
import { createServer } from 'node:net';
import { it } from 'vitest';
import { freePort } from './free-port.ts';

it('names a port that can be used', async () => {
  const server = createServer().listen(await freePort(), '127.0.0.1');
  await once(server, 'listening');
  server.close();
});
