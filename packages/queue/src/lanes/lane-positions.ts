import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntryId } from '../port.ts';

const FILE = 'positions.json';

/**
 * Up to where each lane was moved on into the queue, in a file beside the lanes. It is not synced: after a loss of power
 * some records are moved on twice, as after a kill before the writing. Their places tell.
 */
export class LanePositions {
  readonly #file: string;
  readonly #positions: Map<string, EntryId>;

  private constructor(file: string, positions: Map<string, EntryId>) {
    this.#file = file;
    this.#positions = positions;
  }

  /** @throws Error when there is a file that cannot be read */
  static async open(dir: string): Promise<LanePositions> {
    const file = join(dir, FILE);
    return new LanePositions(file, new Map(Object.entries(parse(await readIfThere(file)))));
  }

  of(lane: number): EntryId | null {
    return this.#positions.get(String(lane)) ?? null;
  }

  /** Calls must not overlap. @throws Error when the disk refuses */
  async write(moved: ReadonlyMap<number, EntryId>): Promise<void> {
    for (const [lane, upTo] of moved) this.#positions.set(String(lane), upTo);
    const next = `${this.#file}.next`;
    const handle = await open(next, 'w', 0o600);
    try {
      await handle.writeFile(JSON.stringify(Object.fromEntries(this.#positions)));
    } finally {
      await handle.close();
    }
    await rename(next, this.#file);
  }
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}';
    throw error;
  }
}

/** What a loss of power left half written is as good as nothing: everything on the disk is moved on again then. */
function parse(text: string): Record<string, EntryId> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return {};
    const known = Object.entries(value).filter(([, id]) => typeof id === 'string' && /^\d{16}$/.test(id));
    return Object.fromEntries(known) as Record<string, EntryId>;
  } catch {
    return {};
  }
}
