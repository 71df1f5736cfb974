import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'hawser-test-';
/** Set for the test workers by the global set-up, so that every folder of one run lies in one place. */
export const TEMP_ROOT_VARIABLE = 'HAWSER_TEST_TEMP_ROOT';

let ownRoot: string | undefined;

/**
 * Makes an empty folder that is removed at the end of the run, also when the process that asked for it was killed:
 * all folders of a run lie under one root that the test runner removes, and roots of dead runs are swept by the next.
 *
 * @param name - appears in the folder's name, to recognise it while looking into a failure
 * @returns absolute path, short enough to hold a Unix socket
 */
export async function tempDir(name = 'dir'): Promise<string> {
  return mkdtemp(join(tempRoot(), `${name}-`));
}

/** Makes the root folder of this process and removes it when the process exits. */
export function makeTempRoot(): string {
  const root = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  process.once('exit', () => removeTree(root));
  return root;
}

/** Lets another user reach folders below the root without listing it. */
export async function openForOtherUsers(): Promise<void> {
  await chmod(tempRoot(), 0o711);
}

/** Removes the roots that killed test runs left behind. */
export function sweepTempRoots(): void {
  for (const entry of readdirSync(tmpdir())) {
    const pid = /^hawser-test-(\d+)-/.exec(entry)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) removeTree(join(tmpdir(), entry));
  }
}

export function removeTree(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

function tempRoot(): string {
  const shared = process.env[TEMP_ROOT_VARIABLE];
  if (shared !== undefined) return shared;
  ownRoot ??= makeTempRoot();
  return ownRoot;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
