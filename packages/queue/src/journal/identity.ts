import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { existingShards, listSegments, shardFolder, syncFolder } from '../embedded-log/segment-files.ts';

const FILE = 'journal-id';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The UUID that tells this journal's entries from those of all others, kept beside them. A journal whose files are gone
 * begins at position 1 again, so it must not go by its old name: its entries would be taken for ones that are stored.
 *
 * @throws Error when the folder cannot be used, or the file holds something else
 */
export async function journalIdentity(dir: string): Promise<string> {
  const known = await readIdentity(dir);
  if (known !== null && (await hasSegments(dir))) return known;
  const journal = randomUUID();
  await writeIdentity(dir, journal);
  return journal;
}

/**
 * The UUID in a folder whatever else is in it, for whoever learns elsewhere from which position to go on.
 *
 * @returns the UUID, and whether it was made just now
 * @throws Error as `journalIdentity` does
 */
export async function lastingIdentity(dir: string): Promise<{ readonly journal: string; readonly isNew: boolean }> {
  const known = await readIdentity(dir);
  if (known !== null) return { journal: known, isNew: false };
  const journal = randomUUID();
  await writeIdentity(dir, journal);
  return { journal, isNew: true };
}

/** Whether a folder has, or had, something of a journal or of a direct queue in it. */
export async function isJournal(dir: string): Promise<boolean> {
  return readIdentity(dir)
    .then((journal) => journal !== null)
    .catch(() => true);
}

/** Deletes what a closed journal, or direct queue, has in a folder, and nothing else. */
export async function removeJournal(dir: string): Promise<void> {
  for (const shard of await existingShards(dir)) await rm(shardFolder(dir, shard), { recursive: true });
  await rm(join(dir, FILE), { force: true });
}

async function readIdentity(dir: string): Promise<string | null> {
  const path = join(dir, FILE);
  try {
    const text = (await readFile(path, 'utf8')).trim();
    if (UUID.test(text)) return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  throw new Error(`The file ${path} does not hold a UUID. Without the right one, delete it: what waits is sent again`);
}

async function hasSegments(dir: string): Promise<boolean> {
  for (const shard of await existingShards(dir)) {
    if ((await listSegments(shardFolder(dir, shard))).length > 0) return true;
  }
  return false;
}

async function writeIdentity(dir: string, journal: string): Promise<void> {
  const draft = join(dir, `${FILE}.new`);
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(`${journal}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, join(dir, FILE));
  await syncFolder(dir);
}
