import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findExecutable } from '../process/executable.ts';
import { tempDir } from '../temp-dir.ts';

const run = promisify(execFile);
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** A certificate with its key, as PEM texts. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface TestAuthority {
  /** The authority's certificate, as PEM text. */
  readonly ca: string;
  /** Signs a certificate for a server at 127.0.0.1 and `localhost`, or for a client of this name. */
  issue(name: string): Promise<KeyPair>;
}

/** Makes a certificate authority that nobody but the test knows. */
export async function createTestAuthority(): Promise<TestAuthority> {
  const dir = await tempDir('authority');
  const file = (name: string) => join(dir, name);
  await openssl(
    'req',
    '-x509',
    ...KEY,
    '-days',
    '2',
    '-subj',
    '/CN=test authority',
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.crt'),
  );
  await writeFile(file('san'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  return {
    ca: await readFile(file('ca.crt'), 'utf8'),
    async issue(name) {
      const [key, request, cert] = ['key', 'csr', 'crt'].map((suffix) => file(`${name}.${suffix}`)) as [
        string,
        string,
        string,
      ];
      await openssl('req', ...KEY, '-subj', `/CN=${name}`, '-keyout', key, '-out', request);
      const signer = ['-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial'];
      await openssl('x509', '-req', '-in', request, ...signer, '-days', '2', '-extfile', file('san'), '-out', cert);
      return { cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') };
    },
  };
}

async function openssl(...args: string[]): Promise<void> {
  await run(findExecutable(['openssl'], 'openssl'), args);
}
