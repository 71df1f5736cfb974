import { execFile } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findExecutable } from './process/executable.ts';

const run = promisify(execFile);
const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export interface TestCertificates {
  readonly files: { readonly ca: string; readonly cert: string; readonly key: string };
  /** PEM texts of the authority, and of a certificate for 127.0.0.1 and localhost that servers and clients may use. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Makes an authority and a certificate of it in a folder, good for a day. */
export async function makeCertificates(dir: string): Promise<TestCertificates> {
  const openssl = findExecutable(['openssl'], 'openssl');
  const file = (name: string): string => join(dir, name);
  const files = { ca: file('ca.crt'), cert: file('test.crt'), key: file('test.key') };
  const caKey = file('ca.key');
  await run(openssl, [
    'req',
    '-x509',
    ...CURVE,
    '-keyout',
    caKey,
    '-out',
    files.ca,
    '-days',
    '1',
    '-subj',
    '/CN=test CA',
  ]);
  await run(openssl, ['req', ...CURVE, '-keyout', files.key, '-out', file('test.csr'), '-subj', '/CN=localhost']);
  await writeFile(file('names'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  const authority = ['-CA', files.ca, '-CAkey', caKey, '-CAcreateserial', '-days', '1', '-extfile', file('names')];
  await run(openssl, ['x509', '-req', '-in', file('test.csr'), '-out', files.cert, ...authority]);
  // Servers of tests run as another user.
  await Promise.all(Object.values(files).map((path) => chmod(path, 0o644)));
  const [ca, cert, key] = await Promise.all([files.ca, files.cert, files.key].map((path) => readFile(path, 'utf8')));
  return { files, ca: ca ?? '', cert: cert ?? '', key: key ?? '' };
}
