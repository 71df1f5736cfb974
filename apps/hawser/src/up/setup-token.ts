import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** The secret that lets one person set the installation up. It lies in the data folder until it has been used. */
export class SetupToken {
  readonly #path: string;

  /** @param path - file that holds the token, readable by its owner only */
  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Makes sure that there is a token: the preset one, else the one from an earlier start, else a new random one.
   *
   * @param preset - from `SETUP_TOKEN`; empty when there is none
   * @returns the token, to be shown to the person who started the program
   */
  ensure(preset: string): string {
    const token = preset !== '' ? preset : (this.#read() ?? randomBytes(24).toString('base64url'));
    writeFileSync(this.#path, `${token}\n`, { mode: 0o600 });
    return token;
  }

  /** Compares in constant time; false when the token has been used. */
  matches(candidate: string): boolean {
    const token = this.#read();
    return token !== undefined && timingSafeEqual(digest(token), digest(candidate));
  }

  /** Makes the token worthless for ever. */
  discard(): void {
    rmSync(this.#path, { force: true });
  }

  #read(): string | undefined {
    if (!existsSync(this.#path)) return undefined;
    const token = readFileSync(this.#path, 'utf8').trim();
    return token === '' ? undefined : token;
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
