import { readFileSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import { openForOtherUsers, tempDir } from '../temp-dir.ts';

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

const CANDIDATES = ['postgres', 'nobody'];

/**
 * Says as whom services run: PostgreSQL refuses to run as root. Null means as the user who runs the tests.
 *
 * @throws Error when the tests run as root and the machine has no user to step down to
 */
export function serviceUser(): SystemUser | null {
  if (process.getuid?.() !== 0) return null;
  const passwd = readFileSync('/etc/passwd', 'utf8');
  for (const name of CANDIDATES) {
    const match = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(passwd);
    if (match !== null) return { uid: Number(match[1]), gid: Number(match[2]) };
  }
  throw new Error(`Tests that run as root need one of these users for the services: ${CANDIDATES.join(', ')}`);
}

/** Makes a temporary folder that belongs to the user the services run as. */
export async function serviceDir(name: string): Promise<string> {
  const dir = await tempDir(name);
  const user = serviceUser();
  if (user !== null) {
    await openForOtherUsers();
    await chown(dir, user.uid, user.gid);
  }
  return dir;
}
