import { isPermission, roleHolds } from '@hawser/core';
import { dialects } from '@hawser/dialects';
import { describe, expect, it } from 'vitest';
import { makeAgent } from './testing/memory-stores.ts';
import { decidePublish } from './topic-policy.ts';

const agent = makeAgent('gateway-1');

describe('every class of topics', () => {
  const classes = dialects.flatMap(({ name, topicClasses }) =>
    topicClasses.map((topicClass) => [`${name} ${topicClass.name}`, name, topicClass] as const),
  );

  it('is known', () => {
    expect(dialects.map(({ name }) => name)).toContain('native');
    expect(classes.length).toBeGreaterThan(0);
  });

  it.each(classes)('%s declares a permission that exists and that agents hold', (_title, _dialect, topicClass) => {
    expect(isPermission(topicClass.permission)).toBe(true);
    expect(roleHolds('agent', topicClass.permission)).toBe(true);
  });

  it.each(classes)('%s may be published to by its own agent and by no other', (_title, dialect, topicClass) => {
    const topic = topicClass.filter.replace('+', 'acme').replace('+', 'gateway-1');
    expect(decidePublish(agent, topic)).toMatchObject({ allow: true, dialect, kind: topicClass.kind });
    for (const stranger of [makeAgent('gateway-2'), makeAgent('gateway-1', 'other')]) {
      expect(decidePublish(stranger, topic)).toMatchObject({ allow: false, reason: 'foreign-topic' });
    }
  });
});

describe('a topic of no class', () => {
  it('is queued as telemetry of the native dialect when it is an own one', () => {
    const decision = decidePublish(agent, 'hawser/acme/gateway-1/nothing/known');
    expect(decision).toEqual({ allow: true, dialect: 'unknown', kind: 'telemetry', retained: false });
  });

  it('is denied when it is not', () => {
    expect(decidePublish(agent, 'zigbee/lamp')).toMatchObject({ allow: false, reason: 'foreign-topic' });
  });
});
