import { describe, expect, it } from 'vitest';
import { actorWords, resourceWords } from './audit-words.ts';

describe('the words of an audit entry', () => {
  it('name users by their address alone, and others with their kind', () => {
    expect(actorWords({ kind: 'user', id: '1', name: 'ada@example.org' })).toBe('ada@example.org');
    expect(actorWords({ kind: 'token', id: '1', name: 'nightly' })).toBe('token nightly');
    expect(actorWords({ kind: 'anonymous', id: null, name: null })).toBe('anonymous');
    expect(actorWords({ kind: 'user', id: '0199', name: null })).toBe('0199');
  });

  it('name what it was done to as well as it is known', () => {
    expect(resourceWords({ kind: 'agent', id: '1', name: 'press-7' })).toBe('press-7');
    expect(resourceWords({ kind: 'dead_letter', id: '0199', name: null })).toBe('dead letter 0199');
    expect(resourceWords({ kind: 'oidc_mapping', id: null, name: null })).toBe('oidc mapping');
  });
});
