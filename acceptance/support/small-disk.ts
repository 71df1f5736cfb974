import { execFileSync } from 'node:child_process';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const OBSTACLE = 'something-else';

/** A file system of its own that can be filled up. */
export class SmallDisk {
  readonly dir: string;
  /** Why there is none here; null when there is. */
  readonly obstacle: string | null;

  private constructor(dir: string, obstacle: string | null) {
    this.dir = dir;
    this.obstacle = obstacle;
  }

  /** @param megabytes - large enough for what the program keeps there when nothing is wrong */
  static async mount(dir: string, megabytes: number): Promise<SmallDisk> {
    await mkdir(dir, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'hawser-test', dir], { stdio: 'pipe' });
      return new SmallDisk(dir, null);
    } catch (error) {
      return new SmallDisk(dir, `A small disk cannot be mounted here (${(error as Error).message.trim()})`);
    }
  }

  /** Takes all room but a little. */
  async fill(): Promise<void> {
    const { bavail, bsize } = await statfs(this.dir);
    const room = Buffer.alloc(Math.max(0, bavail * bsize - 64 * 1024));
    await writeFile(join(this.dir, OBSTACLE), room).catch((error: NodeJS.ErrnoException) => {
      // What is written there meanwhile takes the rest: full is full.
      if (error.code !== 'ENOSPC') throw error;
    });
  }

  async clear(): Promise<void> {
    await rm(join(this.dir, OBSTACLE));
  }

  unmount(): void {
    if (this.obstacle === null) execFileSync('umount', ['-l', this.dir]);
  }
}
