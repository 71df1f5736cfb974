import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const CODE_BLOCK = /^(`{3,}|~{3,}).*?^\1/gms;
const CODE_SPAN = /`[^`\n]*`/g;
/** `[text](target)` and `![text](target "title")`. */
const LINK = /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;
const ABSOLUTE = /^([a-z][a-z0-9+.-]*:|\/\/)/i;

/**
 * The relative links and images of a Markdown text, those in code left out.
 *
 * @param {string} text
 * @returns {string[]}
 */
function relativeLinks(text) {
  const prose = text.replace(CODE_BLOCK, '').replace(CODE_SPAN, '');
  return [...prose.matchAll(LINK)].map((match) => match[1] ?? '').filter((target) => !ABSOLUTE.test(target));
}

/**
 * Finds the links of a Markdown file that lead nowhere: no such file, or no such heading in it.
 *
 * @param {string} root
 * @param {string} file - path below the root
 * @returns {string[]} `file: target` each
 */
export function brokenLinks(root, file) {
  const links = relativeLinks(readFileSync(join(root, file), 'utf8'));
  return links.filter((target) => !resolves(root, file, target)).map((target) => `${file}: ${target}`);
}

/**
 * @param {string} root
 * @param {string} file
 * @param {string} target
 */
function resolves(root, file, target) {
  const [path = '', anchor] = target.split('#', 2);
  const found = path === '' ? join(root, file) : join(root, dirname(file), decodeURIComponent(path));
  if (relative(root, found).startsWith('..') || !existsSync(found)) return false;
  return anchor === undefined || !found.endsWith('.md') || anchors(readFileSync(found, 'utf8')).has(anchor);
}

/**
 * The names by which headings can be linked to, as GitHub makes them.
 *
 * @param {string} text
 * @returns {Set<string>}
 */
function anchors(text) {
  const headings = text.replace(CODE_BLOCK, '').matchAll(/^#{1,6}\s+(.+?)\s*$/gm);
  const slug = (/** @type {string} */ heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
  return new Set([...headings].map((match) => slug(match[1] ?? '')));
}
