import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInstalled } from './install.mjs';

const PACKAGES = {
  '': { name: 'workspace' },
  'packages/core': { version: '0.1.0' },
  'node_modules/pg': { version: '8.23.0', resolved: 'https://registry/pg.tgz' },
  'node_modules/@hawser/core': { resolved: 'packages/core', link: true },
  'node_modules/fsevents': { version: '2.3.3', optional: true },
};

/** @type {string} */
let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hawser-install-'));
  mkdirSync(join(root, 'node_modules'));
  write('package-lock.json', PACKAGES);
});
afterEach(() => rmSync(root, { recursive: true }));

/**
 * @param {string} path
 * @param {Record<string, unknown>} packages
 */
function write(path, packages) {
  writeFileSync(join(root, path), JSON.stringify({ packages }));
}

describe('isInstalled', () => {
  it('is false when nothing was installed, or an install was broken off', () => {
    expect(isInstalled(root)).toBe(false);
  });

  it('is true when the packages are there; those for other machines may be missing', () => {
    const { 'node_modules/fsevents': _, ...installed } = PACKAGES;
    write('node_modules/.package-lock.json', installed);
    expect(isInstalled(root)).toBe(true);
  });

  it.each([
    ['another version', { 'node_modules/pg': { version: '8.22.0', resolved: 'https://registry/pg.tgz' } }],
    ['another source', { 'node_modules/pg': { version: '8.23.0', resolved: 'https://elsewhere/pg.tgz' } }],
    ['a missing workspace', { 'node_modules/@hawser/core': undefined }],
  ])('is false with %s', (_, change) => {
    write('node_modules/.package-lock.json', { ...PACKAGES, ...change });
    expect(isInstalled(root)).toBe(false);
  });
});
