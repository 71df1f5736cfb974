import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isSupportedNode } from './node-version.mjs';
import { ROOT } from './paths.mjs';

describe('isSupportedNode', () => {
  it.each(['v20.19.0', 'v20.20.2', 'v22.12.0', 'v23.0.0', 'v24.1.0', 'v100.0.0'])('takes %s', (version) => {
    expect(isSupportedNode(version)).toBe(true);
  });

  it.each(['v12.22.0', 'v18.20.8', 'v20.18.3', 'v21.7.3', 'v22.11.0'])('refuses %s', (version) => {
    expect(isSupportedNode(version)).toBe(false);
  });

  it('starts where package.json says', () => {
    const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const oldest = /20\.\d+/.exec(engines.node)?.[0];
    expect(isSupportedNode(`v${oldest}.0`)).toBe(true);
    expect(isSupportedNode(`v20.${Number(oldest?.slice(3)) - 1}.0`)).toBe(false);
  });
});
