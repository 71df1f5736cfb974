import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root folder of the repository. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What is kept between two runs of the scripts and may be deleted at any time. */
export const CACHE = join(ROOT, '.cache');

export const PROGRAM_DIST = join(ROOT, 'apps/hawser/dist');
export const PROGRAM = join(PROGRAM_DIST, 'main.js');
export const DASHBOARD = join(ROOT, 'apps/dashboard');

/**
 * @param {string} name - a tool that npm installed
 * @returns {string} its path
 */
export const tool = (name) => join(ROOT, 'node_modules/.bin', name);
