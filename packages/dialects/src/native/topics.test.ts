import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { classifyTopic, dialectByName, dialects } from '../registry.ts';
import { classifyNativeTopic, nativeTopicClasses } from './topics.ts';

const level = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('/'));

describe('native topics', () => {
  it.each(nativeTopicClasses)('reads $name topics of any account and agent', (topicClass) => {
    fc.assert(
      fc.property(level, level, (account, agent) => {
        const topic = `hawser/${account}/${agent}/${topicClass.name}`;
        expect(classifyNativeTopic(topic)).toEqual({ account, agent, topicClass });
      }),
    );
  });

  it.each([
    '',
    'hawser',
    'hawser/acme/gateway-1',
    'hawser/acme/gateway-1/',
    'hawser/acme/gateway-1/telemetry/',
    'hawser/acme/gateway-1/telemetry/x',
    'hawser/acme/gateway-1/Telemetry',
    'hawser//gateway-1/telemetry',
    'hawser/acme//telemetry',
    'Hawser/acme/gateway-1/telemetry',
    '/hawser/acme/gateway-1/telemetry',
    'spBv1.0/acme/NDATA/gateway-1',
  ])('leaves %j to others', (topic) => {
    expect(classifyTopic(topic)).toBeNull();
  });
});

describe('registry', () => {
  it('says which dialect a topic belongs to', () => {
    const classified = classifyTopic('hawser/acme/gateway-1/telemetry');
    expect(classified).toMatchObject({ account: 'acme', agent: 'gateway-1', dialect: { name: 'native' } });
    expect(classified?.topicClass.permission).toBe('telemetry:write');
  });

  it('finds every dialect by its name, and no other', () => {
    for (const dialect of dialects) expect(dialectByName(dialect.name)).toBe(dialect);
    expect(dialectByName('NATIVE')).toBeNull();
  });

  it('has no two dialects of the same name', () => {
    expect(new Set(dialects.map(({ name }) => name)).size).toBe(dialects.length);
  });
});
