import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const DEBIAN_POSTGRES = '/usr/lib/postgresql';

/**
 * Finds a program of the system.
 *
 * @param names - accepted names, the first found on the PATH or in Debian's folders for servers wins
 * @param debianPackage - named in the error
 * @throws Error that says which Debian package to install
 */
export function findExecutable(names: readonly string[], debianPackage: string): string {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      if (folder !== '' && isExecutable(path)) return path;
    }
  }
  throw missing(names.join(' or '), debianPackage);
}

/**
 * Finds a program of the newest PostgreSQL that Debian's packages installed; they are not on the PATH.
 *
 * @throws Error that says which Debian package to install
 */
export function findPostgresProgram(name: string): string {
  const versions = listFolder(DEBIAN_POSTGRES).sort((a, b) => Number(b) - Number(a));
  for (const version of versions) {
    const path = join(DEBIAN_POSTGRES, version, 'bin', name);
    if (isExecutable(path)) return path;
  }
  throw missing(name, 'postgresql');
}

function missing(program: string, debianPackage: string): Error {
  return new Error(`${program} is not installed. On Debian: apt-get install --no-install-recommends ${debianPackage}`);
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
