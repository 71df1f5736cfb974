import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { brokenLinks } from './lib/markdown-links.mjs';
import { ROOT } from './lib/paths.mjs';

const SKIPPED = new Set(['node_modules', 'dist', 'coverage', '.git', '.cache']);

/**
 * @param {string} folder - path below the root; empty for the root
 * @returns {string[]}
 */
function markdownFiles(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : markdownFiles(path);
    return path.endsWith('.md') ? [path] : [];
  });
}

it('every relative link and image of the documentation leads somewhere', () => {
  const files = markdownFiles('');
  expect(files).toEqual(expect.arrayContaining(['README.md', 'packages/dialects/src/native/README.md']));
  expect(files.flatMap((file) => brokenLinks(ROOT, file))).toEqual([]);
});

it('finds missing files, images and headings, and leaves code and other sites alone', () => {
  const root = mkdtempSync(join(tmpdir(), 'hawser-links-'));
  try {
    writeFileSync(join(root, 'there.md'), '# The `Heading`, 1\n');
    const good = ['there.md', 'there.md#the-heading-1', '#top', 'https://example.org/gone', 'mailto:a@example.org'];
    const bad = ['gone.md', 'gone.png "title"', 'there.md#gone', '#gone', '../outside.md'];
    const links = [...good, ...bad].map((target) => `![x](${target})`).join(' ');
    writeFileSync(join(root, 'a.md'), `# Top\n${links}\n\`[x](code.md)\`\n\`\`\`\n[x](block.md)\n\`\`\`\n`);
    const wanted = ['gone.md', 'gone.png', 'there.md#gone', '#gone', '../outside.md'];
    expect(brokenLinks(root, 'a.md')).toEqual(wanted.map((target) => `a.md: ${target}`));
  } finally {
    rmSync(root, { recursive: true });
  }
});
