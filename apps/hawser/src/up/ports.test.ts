import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ensurePortsFree } from './ports.ts';

describe('ensurePortsFree', () => {
  it('names the port in use, its purpose and the remedy', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    await expect(ensurePortsFree('127.0.0.1', [{ port, purpose: 'MQTT', remedy: '--mqtt-port' }])).rejects.toThrow(
      `Port ${port} on 127.0.0.1 (MQTT) is in use; choose another with --mqtt-port.`,
    );
    await new Promise((done) => server.close(done));
    await ensurePortsFree('127.0.0.1', [{ port, purpose: 'MQTT', remedy: '--mqtt-port' }]);
  });

  it('refuses one port for two purposes', async () => {
    const twice = [
      { port: 40_001, purpose: 'MQTT', remedy: '' },
      { port: 40_001, purpose: 'the API', remedy: '' },
    ];
    await expect(ensurePortsFree('127.0.0.1', twice)).rejects.toThrow('Port 40001 is given to both MQTT and the API');
  });

  it('says when the address is not of this machine', async () => {
    await expect(ensurePortsFree('192.0.2.1', [{ port: 0, purpose: 'x', remedy: '' }])).rejects.toThrow(
      /address 192\.0\.2\.1 is not one of this machine/,
    );
  });
});
