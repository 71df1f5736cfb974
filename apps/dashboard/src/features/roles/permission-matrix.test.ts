import { describe, expect, it } from 'vitest';
import { matrixOf, toggled } from './permission-matrix.ts';

const CATALOGUE = ['agent:read', 'agent:write', 'agent:connect', 'job:read', 'job:execute'];

describe('matrixOf', () => {
  it('has a row for each domain and a column for each action that exists', () => {
    expect(matrixOf(CATALOGUE)).toEqual({
      actions: ['read', 'write', 'execute', 'connect'],
      rows: [
        { domain: 'agent', cells: ['agent:read', 'agent:write', null, 'agent:connect'] },
        { domain: 'job', cells: ['job:read', null, 'job:execute', null] },
      ],
    });
  });

  it('puts an action that it does not know into the last column', () => {
    expect(matrixOf(['tea:brew', 'tea:read']).actions).toEqual(['read', 'brew']);
  });

  it('is empty for no permissions', () => {
    expect(matrixOf([])).toEqual({ actions: [], rows: [] });
  });
});

describe('toggled', () => {
  it('puts in what is missing, in the order of the catalogue, and takes out what is there', () => {
    expect(toggled(CATALOGUE, ['job:read'], 'agent:write')).toEqual(['agent:write', 'job:read']);
    expect(toggled(CATALOGUE, ['agent:write', 'job:read'], 'job:read')).toEqual(['agent:write']);
  });
});
