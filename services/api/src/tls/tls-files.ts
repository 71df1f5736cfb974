import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';

/** Where the certificate chain and its key are, as PEM files. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** A certificate chain and its key, as PEM texts, that are known to fit together. */
export interface TlsKeyPair {
  readonly cert: string;
  readonly key: string;
}

/** A pair of files that cannot be served with; the message says which and why. */
export class TlsFilesError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'TlsFilesError';
  }
}

/**
 * Reads a certificate chain and its key.
 *
 * @throws TlsFilesError when one cannot be read, is not PEM, has expired, or they do not belong together
 */
export async function readTlsFiles({ certFile, keyFile }: TlsFiles): Promise<TlsKeyPair> {
  const [cert, key] = await Promise.all([readText(certFile), readText(keyFile)]);
  const { validTo } = parseCertificate(cert, certFile);
  if (Date.parse(validTo) <= Date.now()) throw new TlsFilesError(`The certificate in ${certFile} ended on ${validTo}`);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new TlsFilesError(`${keyFile} is not the key of the certificate in ${certFile}`, error);
  }
  return { cert, key };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new TlsFilesError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`, error);
  }
}

function parseCertificate(cert: string, file: string): X509Certificate {
  try {
    return new X509Certificate(cert);
  } catch (error) {
    throw new TlsFilesError(`${file} holds no certificate as PEM text`, error);
  }
}
