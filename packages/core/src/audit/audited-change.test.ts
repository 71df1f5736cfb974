import { describe, expect, it } from 'vitest';
import { auditedChange } from './audited-change.ts';
import { canonicalJson } from './canonical-json.ts';

describe('auditedChange', () => {
  it('keeps the listed fields that differ', () => {
    const before = { name: 'pump', description: '', tags: ['a'], disabled: false, version: 1 };
    const after = { ...before, tags: ['a', 'b'], disabled: true, version: 2 };
    expect(auditedChange('agent', before, after)).toEqual({
      before: { tags: ['a'], disabled: false },
      after: { tags: ['a', 'b'], disabled: true },
    });
  });

  it('keeps all listed fields of what is made or deleted', () => {
    const account = { id: '1', name: 'acme', path: '/sys/acme' };
    expect(auditedChange('account', null, account)).toEqual({
      before: null,
      after: { name: 'acme', path: '/sys/acme' },
    });
    expect(auditedChange('account', account, null)).toEqual({
      before: { name: 'acme', path: '/sys/acme' },
      after: null,
    });
  });

  it.each(['password', 'passwordHash', 'password_hash', 'secret', 'token', 'mqtt'])('drops %s', (field) => {
    const agent = { name: 'pump', [field]: 'hunter2' };
    expect(JSON.stringify(auditedChange('agent', null, agent))).not.toContain('hunter2');
  });

  it('hides what looks like a secret inside a listed field', () => {
    const tags = [{ password: 'a1', nested: { apiKey: 'b2', TOTP_secret: 'c3', recoveryCodes: ['d4'], plain: 'e5' } }];
    const { after } = auditedChange('agent', null, { tags });
    const rules = auditedChange('account', null, { settings: { password_min_length: 16 } });
    expect(rules.after).toEqual({ settings: { password_min_length: 16 } });
    const hidden = '[redacted]';
    expect(after).toEqual({
      tags: [{ password: hidden, nested: { apiKey: hidden, TOTP_secret: hidden, recoveryCodes: hidden, plain: 'e5' } }],
    });
  });

  it('is bounded, and has nothing that a database cannot store', () => {
    const { after } = auditedChange('agent', null, {
      description: 'x'.repeat(10_000),
      name: 'a\0b\u{d800}c\u{1f600}',
      disabled: Number.NaN,
      tags: [() => 1, undefined, 10n],
    });
    expect(after).toEqual({
      description: '[10002 characters]',
      name: 'a\u{fffd}b\u{fffd}c\u{1f600}',
      disabled: 'NaN',
      tags: ['[redacted]', '[redacted]', '[redacted]'],
    });
  });
});

describe('canonicalJson', () => {
  it('does not depend on the order of keys', () => {
    const text = '{"":null,"a":[{"b":1,"c":true}],"ä":"\\n","z":1e+21}';
    expect(canonicalJson({ z: 1e21, a: [{ c: true, b: 1 }], ä: '\n', '': null })).toBe(
      '{"":null,"a":[{"b":1,"c":true}],"z":1e+21,"ä":"\\n"}',
    );
    expect(canonicalJson(JSON.parse(text))).toBe(canonicalJson({ '': null, ä: '\n', z: 1e21, a: [{ b: 1, c: true }] }));
  });
});
