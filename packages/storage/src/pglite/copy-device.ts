import type { postgresMod } from '@electric-sql/pglite';
import { COPY_DEVICE } from './messages.ts';

/** The part of Emscripten's FS that is used here. */
interface DeviceFs {
  makedev(major: number, minor: number): number;
  registerDevice(device: number, operations: object): void;
  mkdev(path: string, device: number): unknown;
}

/**
 * A file inside PGlite whose content is a buffer, for `COPY … FROM`. PGlite's own `/dev/blob` does the same but copies
 * the data twice, the second time byte by byte.
 */
export class CopyDevice {
  /** What the next COPY reads. */
  content: Uint8Array | null = null;

  /** @param module - PGlite's running Emscripten module */
  install(module: postgresMod.PostgresMod): void {
    const fs = module.FS as unknown as DeviceFs;
    // 64 is the major number of PGlite's own device (minor 0).
    const device = fs.makedev(64, 1);
    fs.registerDevice(device, {
      open: () => undefined,
      close: () => undefined,
      read: (_stream: unknown, target: Int8Array, offset: number, length: number, position: number) =>
        this.#read(target, offset, length, position),
      llseek: (stream: { position: number }, offset: number, whence: number) =>
        this.#seek(stream.position, offset, whence),
    });
    fs.mkdev(COPY_DEVICE, device);
  }

  #read(target: Int8Array, offset: number, length: number, position: number): number {
    const part = (this.content ?? new Uint8Array()).subarray(position, position + length);
    new Uint8Array(target.buffer, target.byteOffset + offset, part.byteLength).set(part);
    return part.byteLength;
  }

  /** `whence` as in lseek(2): 0 from the start, 1 from the position, 2 from the end. */
  #seek(position: number, offset: number, whence: number): number {
    const base = [0, position, this.content?.byteLength ?? 0][whence] ?? 0;
    return Math.max(0, base + offset);
  }
}
