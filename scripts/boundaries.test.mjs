import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT, tool } from './lib/paths.mjs';

const FORBIDDEN = [
  ['packages/core/src/one.ts', 'packages/platform/src/index.ts', 'imports-of-core'],
  ['packages/storage/src/two.ts', 'packages/queue/src/index.ts', 'imports-of-storage'],
  ['apps/dashboard/src/three.ts', 'packages/core/src/index.ts', 'imports-of-dashboard'],
  ['services/api/src/four.ts', 'apps/hawser/src/index.ts', 'imports-of-services'],
  ['services/api/src/five.ts', 'services/broker/src/index.ts', 'services-are-strangers'],
  ['services/api/src/six.ts', 'packages/testkit/src/index.ts', 'testkit-in-tests-only'],
  ['apps/hawser/src/seven.ts', 'packages/core/src/some.test.ts', 'tests-are-not-imported'],
  ['services/api/src/eight.ts', 'packages/storage/src/pglite/index.ts', 'adapters-only-in-the-program'],
  ['services/api/src/nine.ts', 'packages/core/src/index.ts', 'packages-by-name'],
  ['packages/core/src/ten.ts', 'packages/core/src/ten.ts', 'no-cycles'],
];

const ALLOWED = [
  ['services/api/src/one.test.ts', 'packages/testkit/src/index.ts'],
  ['services/api/src/two.ts', 'packages/storage/src/index.ts'],
  ['services/api/src/three.ts', 'services/api/src/other/index.ts'],
  ['apps/hawser/src/four.ts', 'packages/storage/src/pglite/index.ts'],
  ['apps/dashboard/src/five.ts', 'packages/api-client/src/index.ts'],
];

/** @type {Map<string, string[]>} */
const broken = new Map();

beforeAll(() => {
  const root = mkdtempSync(join(tmpdir(), 'hawser-boundaries-'));
  try {
    write(root, 'tsconfig.json', '{}');
    for (const [, to] of [...FORBIDDEN, ...ALLOWED]) write(root, String(to), 'export {};');
    for (const [from, to] of [...FORBIDDEN, ...ALLOWED]) {
      const path = relative(dirname(String(from)), String(to));
      write(root, String(from), `import '${path.startsWith('.') ? path : `./${path}`}';`);
    }
    for (const { from, rule } of violations(root)) broken.set(from, [...(broken.get(from) ?? []), rule.name]);
  } finally {
    rmSync(root, { recursive: true });
  }
});

/**
 * @param {string} root
 * @param {string} path
 * @param {string} text
 */
function write(root, path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/**
 * @param {string} root
 * @returns {{from: string, rule: {name: string}}[]}
 */
function violations(root) {
  const args = ['--config', join(ROOT, '.dependency-cruiser.cjs'), '--output-type', 'json', '.'];
  const { stdout, stderr } = spawnSync(tool('depcruise'), args, { cwd: root, encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout).summary.violations;
}

describe('import boundaries', () => {
  it.each(FORBIDDEN)('%s may not import %s', (from, _to, rule) => {
    expect(broken.get(from)).toContain(rule);
  });

  it.each(ALLOWED)('%s may import %s', (from) => {
    // These files lie in one tree without node_modules, so they can only reach each other by path.
    expect((broken.get(from) ?? []).filter((rule) => rule !== 'packages-by-name')).toEqual([]);
  });
});
