import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SetupToken } from './setup-token.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hawser-token-'));
});

afterEach(() => rm(dir, { recursive: true }));

describe('SetupToken', () => {
  it('is random, private and the same after a restart', () => {
    const path = join(dir, 'setup-token');
    const token = new SetupToken(path).ensure('');
    expect(token.length).toBeGreaterThanOrEqual(32);
    expect(new SetupToken(path).ensure('')).toBe(token);
    expect(readFileSync(path, 'utf8').trim()).toBe(token);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('can be preset', () => {
    const setup = new SetupToken(join(dir, 'setup-token'));
    expect(setup.ensure('chosen-by-the-operator')).toBe('chosen-by-the-operator');
    expect(setup.matches('chosen-by-the-operator')).toBe(true);
  });

  it('is worth nothing once discarded', () => {
    const setup = new SetupToken(join(dir, 'setup-token'));
    const token = setup.ensure('');
    expect(setup.matches('wrong')).toBe(false);
    setup.discard();
    expect(setup.matches(token)).toBe(false);
  });
});
