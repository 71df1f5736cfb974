import { describe, expect, it } from 'vitest';
import type { Grant } from '../../services/api/types.ts';
import { draftOf, fleetOf, inputOf, newDraft, toReach } from './grant-draft.ts';

describe('a grant in a form', () => {
  it('is sent as it was read', () => {
    const whole: Grant = { role: 'operator', account: 'acme', descendants: true, fleet: null };
    expect(inputOf(draftOf(whole))).toEqual({ role: 'operator', account: 'acme', descendants: true });
    expect(inputOf(draftOf({ ...whole, descendants: false }))).toMatchObject({ descendants: false });
    expect(inputOf(draftOf({ ...whole, descendants: false, fleet: 'fleet:1' }))).toEqual({
      role: 'operator',
      account: 'acme',
      fleet: 'fleet:1',
    });
  });

  it('begins with the least role', () => {
    expect(inputOf(newDraft('acme'))).toEqual({ role: 'viewer', account: 'acme', descendants: true });
  });

  it('tells its rows apart', () => {
    expect(newDraft('acme').key).not.toBe(newDraft('acme').key);
  });

  it('reads its reach from a field', () => {
    expect(['below', 'only', 'fleet:hall-3', 7].map(toReach)).toEqual(['below', 'only', 'fleet:hall-3', 'below']);
    expect([fleetOf('fleet:hall-3'), fleetOf('only')]).toEqual(['hall-3', null]);
  });
});
