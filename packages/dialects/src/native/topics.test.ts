import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { classifyTopic, dialectByName, dialects, intakeFilters, ownerOfTopic, statusFilters } from '../registry.ts';
import { nativeDialect } from './native-dialect.ts';
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

describe('what a bridge needs to know', () => {
  /** Whether a filter without `$share` matches a topic, MQTT 5 section 4.7. */
  const matches = (filter: string, topic: string): boolean => {
    const [levels, names] = [filter.split('/'), topic.split('/')];
    const end = levels.indexOf('#');
    const fits = (level: string, at: number) => level === '+' || level === names[at];
    return (
      (end === -1 ? levels.length === names.length : names.length >= end) &&
      levels.slice(0, end === -1 ? undefined : end).every(fits)
    );
  };

  it('every class is found under its own filter and under those of intake', () => {
    for (const { topicClasses } of dialects) {
      for (const { filter, name } of topicClasses) {
        const topic = filter.replace('+', 'acme').replace('+', 'gateway-1');
        expect(classifyTopic(topic)?.topicClass.name).toBe(name);
        expect(intakeFilters().some((each) => matches(each, topic))).toBe(true);
        expect(ownerOfTopic(topic)).toEqual({ account: 'acme', agent: 'gateway-1' });
      }
    }
    expect(statusFilters()).toEqual(['hawser/+/+/status']);
  });

  it('whose tree a topic lies in, also when nobody knows what it carries', () => {
    expect(ownerOfTopic('hawser/acme/gateway-1/no/such')).toEqual({ account: 'acme', agent: 'gateway-1' });
    for (const topic of ['hawser/acme/gateway-1', 'hawser/acme', 'hawser//gateway-1/x', 'x/acme/gateway-1/y', '']) {
      expect(ownerOfTopic(topic)).toBeNull();
    }
  });

  it.each([
    ['online', true],
    ['offline', false],
    ['Online', null],
    ['online ', null],
    ['', null],
    ['offline and more', null],
  ])('status %j means online: %j', (text, online) => {
    expect(nativeDialect.isOnline(Buffer.from(text))).toBe(online);
  });
});
