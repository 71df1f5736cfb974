import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint } from './freshness.mjs';

/** @type {string} */
let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hawser-sources-'));
  write('packages/core/src/index.ts', 'export {};');
});
afterEach(() => rmSync(root, { recursive: true }));

/**
 * @param {string} path
 * @param {string} text
 */
function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe('fingerprint', () => {
  it('stays while nothing changes', () => {
    expect(fingerprint(root)).toBe(fingerprint(root));
  });

  it.each(['packages/core/src/index.ts', 'apps/dashboard/src/new.vue', 'package-lock.json'])(
    'changes with %s',
    (path) => {
      const before = fingerprint(root);
      write(path, 'something else');
      expect(fingerprint(root)).not.toBe(before);
    },
  );

  it('changes when a file goes', () => {
    const before = fingerprint(root);
    rmSync(join(root, 'packages/core/src/index.ts'));
    expect(fingerprint(root)).not.toBe(before);
  });

  it.each(['apps/hawser/dist/main.js', 'apps/dashboard/node_modules/x.js', 'packages/core/src/index.test.ts'])(
    'does not care for %s',
    (path) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      const before = fingerprint(root);
      write(path, 'something else');
      expect(fingerprint(root)).toBe(before);
    },
  );
});
