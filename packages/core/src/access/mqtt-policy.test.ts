import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountId, AgentId } from '../ids.ts';
import { type AgentIdentity, mayConnect, mayPublish, maySubscribe, type TopicAddress } from './mqtt-policy.ts';

const ID = '018f3c5a-0000-7000-8000-0000000000aa';
const agent: AgentIdentity = {
  id: ID as AgentId,
  name: 'gateway-1',
  account: '018f3c5a-0000-7000-8000-000000000001' as AccountId,
  accountName: 'acme',
};
const telemetryOf = (account: string, owner: string): TopicAddress => ({
  account,
  agent: owner,
  permission: 'telemetry:write',
});

describe('mayConnect', () => {
  it.each([
    [ID, true],
    [ID.toUpperCase(), true],
    ['gateway-1', false],
    [`${ID}-2`, false],
    [` ${ID}`, false],
    ['', false],
  ])('client id "%s"', (clientId, allowed) => {
    expect(mayConnect(agent, clientId).allow).toBe(allowed);
  });
});

describe('mayPublish', () => {
  it.each([
    ['own topic by name', 'hawser/acme/gateway-1/telemetry', telemetryOf('acme', 'gateway-1'), null],
    ['own topic by id', `hawser/acme/${ID}/telemetry`, telemetryOf('acme', ID), null],
    ['own topic nobody knows', 'hawser/acme/gateway-1/no/such', null, null],
    ['own topic with an empty level', 'hawser/acme/gateway-1/', null, null],
    ['another agent', 'hawser/acme/gateway-2/telemetry', telemetryOf('acme', 'gateway-2'), 'foreign-topic'],
    ['another account', 'hawser/other/gateway-1/telemetry', telemetryOf('other', 'gateway-1'), 'foreign-topic'],
    ['another agent, unknown topic', 'hawser/acme/gateway-2/no/such', null, 'foreign-topic'],
    ['the agent level itself', 'hawser/acme/gateway-1', null, 'foreign-topic'],
    ['another tree', 'v1/devices/me/telemetry', null, 'foreign-topic'],
    ['the server tree', '$SYS/broker/uptime', null, 'reserved-topic'],
    ['a shared subscription', '$share/x/hawser/acme/gateway-1/telemetry', null, 'reserved-topic'],
    ['a wildcard', 'hawser/acme/+/telemetry', telemetryOf('acme', '+'), 'malformed-topic'],
    ['a NUL', 'hawser/acme/gateway-1/tele\0metry', null, 'malformed-topic'],
    ['nothing', '', null, 'malformed-topic'],
    ['too long a topic', `hawser/acme/gateway-1/${'x'.repeat(4_096)}`, null, 'topic-too-long'],
    [
      'a right agents do not hold',
      'hawser/acme/gateway-1/x',
      { ...telemetryOf('acme', 'gateway-1'), permission: 'agent:delete' },
      'permission-missing',
    ],
  ] as const)('%s', (_case, topic, address, reason) => {
    const decision = mayPublish(agent, topic, address);
    expect(decision).toEqual(reason === null ? { allow: true } : { allow: false, reason });
  });
});

describe('maySubscribe', () => {
  it.each([
    'hawser/acme/gateway-1/#',
    'hawser/acme/gateway-1/state/target',
    'hawser/acme/gateway-1/+/x',
    `hawser/acme/${ID}/#`,
  ])('allows %s', (filter) => {
    expect(maySubscribe(agent, filter).allow).toBe(true);
  });

  it.each([
    '#',
    '+/#',
    '$SYS/#',
    '$share/g/hawser/acme/gateway-1/#',
    'hawser/#',
    'hawser/acme/#',
    'hawser/acme/+/telemetry',
    'hawser/+/gateway-1/telemetry',
    '+/acme/gateway-1/telemetry',
    'hawser/acme/gateway-2/#',
    'hawser/acme/gateway-1',
    'hawser/acme/gateway-1\0/#',
    `hawser/acme/gateway-1/${'x'.repeat(4_096)}`,
    '',
  ])('refuses %j', (filter) => {
    expect(maySubscribe(agent, filter).allow).toBe(false);
  });

  it('refuses an own-looking filter when the name of the agent or account is itself a wildcard', () => {
    expect(maySubscribe({ ...agent, name: '+' }, 'hawser/acme/+/telemetry').allow).toBe(false);
    expect(maySubscribe({ ...agent, accountName: '+' }, 'hawser/+/gateway-1/x').allow).toBe(false);
    expect(maySubscribe({ ...agent, name: '#' }, 'hawser/acme/#/x').allow).toBe(false);
  });

  const level = fc.constantFrom('hawser', 'acme', 'other', 'gateway-1', 'gateway-2', ID, 'x', '+', '');
  const filter = fc
    .tuple(fc.array(level, { minLength: 1, maxLength: 5 }), fc.boolean())
    .map(([levels, deep]) => [...levels, ...(deep ? ['#'] : [])].join('/'));
  const topic = fc
    .array(
      level.filter((text) => text !== '+'),
      { minLength: 1, maxLength: 6 },
    )
    .map((levels) => levels.join('/'));

  it('never allows a filter that matches a topic outside the own tree', () => {
    fc.assert(
      fc.property(filter, topic, (wanted, published) => {
        if (!maySubscribe(agent, wanted).allow || !matches(wanted, published)) return;
        const [root, account, owner] = published.split('/');
        expect([root, account]).toEqual(['hawser', 'acme']);
        expect(['gateway-1', ID]).toContain(owner);
      }),
      { numRuns: 5_000 },
    );
  });
});

/** Topic matching as MQTT 3.1.1 section 4.7 defines it, written independently of the policy. */
function matches(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [index, want] of wanted.entries()) {
    if (want === '#') return true;
    const level = levels[index];
    if (level === undefined || (want !== '+' && want !== level)) return false;
  }
  return wanted.length === levels.length;
}
