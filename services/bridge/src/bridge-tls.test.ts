import { createLogger } from '@hawser/platform';
import {
  createTestAuthority,
  type MosquittoBroker,
  startMosquitto,
  type TestAuthority,
  waitFor,
} from '@hawser/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BridgeTls } from './config.ts';
import { startTestBridge, type TestBridge } from './testing/test-bridge.ts';

const USERS = { 'hawser-bridge': 'a long secret' };
/** The bridge may read what agents send, and nothing else. */
const ACL = ['user hawser-bridge', 'topic read hawser/+/+/#'];

let authority: TestAuthority;
let broker: MosquittoBroker;
let strictBroker: MosquittoBroker;
let bridge: TestBridge;

beforeAll(async () => {
  authority = await createTestAuthority();
  const server = await authority.issue('server');
  broker = await startMosquitto({ tls: server, users: USERS, acl: ACL });
  strictBroker = await startMosquitto({ tls: { ...server, clientCa: authority.ca } });
});
afterAll(async () => {
  await broker.stop();
  await strictBroker.stop();
});
afterEach(() => bridge.role.stop());

interface Attempt {
  readonly url?: string;
  readonly tls?: BridgeTls;
  readonly password?: string;
}

/** Starts a bridge and gives what it says why it cannot connect; null when it can. */
async function attempt({ url = broker.url, tls = { ca: authority.ca }, password = 'a long secret' }: Attempt) {
  const problems: string[] = [];
  const write = (line: string) => void problems.push(JSON.parse(line).err.message);
  const config = { url, tls, username: 'hawser-bridge', password };
  bridge = startTestBridge(config, { log: createLogger({ level: 'error' }, { write }) });
  await waitFor(() => problems.length > 0 || bridge.role.readiness().broker);
  return problems[0] ?? null;
}

describe('an encrypted connection', () => {
  it('is made with user name and password to a broker whose certificate fits', async () => {
    expect(await attempt({})).toBeNull();
  });

  it('is refused when another authority signed the certificate', async () => {
    const other = await createTestAuthority();
    const problem = await attempt({ tls: { ca: other.ca } });
    expect(problem).toMatch(/certificate.*not signed by the authority/i);
    expect(bridge.role.readiness().broker).toBe(false);
  });

  it('is refused by default when no public authority signed the certificate', async () => {
    expect(await attempt({ tls: {} })).toMatch(/certificate/);
  });

  it('is refused when the certificate is for another host', async () => {
    expect(await attempt({ tls: { ca: authority.ca, serverName: 'elsewhere.example' } })).toMatch(/elsewhere\.example/);
  });

  it('is made with a client certificate where the broker asks for one', async () => {
    const url = strictBroker.url;
    const own = await authority.issue('bridge');
    expect(await attempt({ url, tls: { ca: authority.ca, ...own } })).toBeNull();
  });

  it('is not made without one there', async () => {
    expect(await attempt({ url: strictBroker.url })).toMatch(/certificate|closed/i);
  });
});

describe('a broker that refuses', () => {
  it('a wrong password is told so', async () => {
    expect(await attempt({ password: 'wrong' })).toMatch(/refused the connection: .*(not authorised|bad user name)/);
  });
});

describe('a URL', () => {
  it.each(['http://localhost:1883', 'localhost:1883', 'mqtt://', 'mqtt://user:secret@localhost'])(
    '%s is refused with what it must look like',
    (url) => {
      expect(() => startTestBridge({ url })).toThrow(/mqtts:\/\/host:port|settings of their own/);
    },
  );
});
