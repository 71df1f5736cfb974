import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNT_LIMITS, effectiveLimits, LIMIT_NAMES, type LimitLevel, limitBeyond } from './account-limits.ts';

const level = (name: string, limits: LimitLevel['limits'] = {}): LimitLevel => ({ name, limits });
const agentsOf = (...path: LimitLevel[]) => effectiveLimits(path).agents;

describe('effective limits', () => {
  it('are the defaults where nothing is set', () => {
    for (const name of LIMIT_NAMES) {
      expect(effectiveLimits([level('sys'), level('acme')])[name]).toEqual({
        value: ACCOUNT_LIMITS[name].default,
        from: null,
      });
    }
  });

  it('are inherited, and clamped by what is above', () => {
    const [sys, north] = [level('sys'), level('north', { agents: 8 })];
    expect(agentsOf(sys, level('acme', { agents: 10 }), level('west'))).toEqual({ value: 10, from: 'acme' });
    expect(agentsOf(sys, level('acme', { agents: 10 }), north)).toEqual({ value: 8, from: 'north' });
    expect(agentsOf(sys, level('acme', { agents: 3 }), north)).toEqual({ value: 3, from: 'acme' });
    expect(agentsOf(sys, level('acme', { agents: 0 }), north).value).toBe(0);
  });

  it('never exceed those of an account above', () => {
    const value = fc.option(fc.nat(100), { nil: undefined });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 6 }), (values) => {
        const path = values.map((agents, at) => level(`a${at}`, agents === undefined ? {} : { agents }));
        const below = effectiveLimits(path).agents.value ?? Number.POSITIVE_INFINITY;
        const above = effectiveLimits(path.slice(0, -1)).agents.value ?? Number.POSITIVE_INFINITY;
        return below <= above;
      }),
    );
  });
});

it('a parent gives at most what it has', () => {
  const above = effectiveLimits([level('sys'), level('acme', { agents: 5 })]);
  expect(limitBeyond({ agents: 5, users: 1_000 }, above)).toBeNull();
  expect(limitBeyond({ agents: 6 }, above)).toBe('agents');
});

describe('every limit is enforced where it is spent', () => {
  const notSpentYet = LIMIT_NAMES.filter((name) => ACCOUNT_LIMITS[name].spentIn === null);

  it('but for those that nothing in the program spends yet', () => {
    expect(notSpentYet).toEqual(['tunnels', 'routes']);
  });
});
