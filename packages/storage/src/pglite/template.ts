import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { create } from 'tar';
import { migrate } from '../migrate.ts';
import { startPglite } from './start.ts';

const FILE_NAME = /^database-[0-9a-f]{16}\.tgz$/;
const MIGRATIONS = new URL('../migrations/', import.meta.url);

/**
 * Gives the file from which a new database begins (`PgliteOptions.template`): the packed folder of an empty database
 * with the current schema. It is made when this PGlite with these migrations has none yet, which takes seconds.
 *
 * @param cacheDir - where the file is kept, made when it does not exist
 * @returns the file's path
 */
export async function ensureTemplate(cacheDir: string): Promise<string> {
  const file = join(cacheDir, `database-${fingerprint()}.tgz`);
  if (!existsSync(file)) await makeTemplate(cacheDir, file);
  return file;
}

/** Renamed at the end, so that a file that is there is whole, however many make it at the same time. */
async function makeTemplate(cacheDir: string, file: string): Promise<void> {
  await mkdir(cacheDir, { recursive: true });
  const draft = await mkdtemp(join(cacheDir, 'database-draft-'));
  try {
    const dataDir = join(draft, 'database');
    const pglite = await startPglite({ dataDir });
    await migrate(pglite.database).finally(() => pglite.close());
    const packed = join(draft, 'packed.tgz');
    // Without owners and extended headers: whoever unpacks it owns it, and PGlite reads plain entries only.
    await create({ file: packed, cwd: dataDir, gzip: true, portable: true, noPax: true }, readdirSync(dataDir));
    await removeOutdated(cacheDir);
    await rename(packed, file);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function removeOutdated(cacheDir: string): Promise<void> {
  const outdated = readdirSync(cacheDir).filter((name) => FILE_NAME.test(name));
  await Promise.all(outdated.map((name) => rm(join(cacheDir, name), { force: true })));
}

/** Of all that the file is made from. */
function fingerprint(): string {
  const hash = createHash('sha256');
  hash.update(readFileSync(new URL('../package.json', import.meta.resolve('@electric-sql/pglite'))));
  for (const name of readdirSync(MIGRATIONS).sort()) hash.update(name).update(readFileSync(new URL(name, MIGRATIONS)));
  return hash.digest('hex').slice(0, 16);
}
