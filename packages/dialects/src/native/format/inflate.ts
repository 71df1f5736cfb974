import { gunzipSync, inflateSync, type ZlibOptions } from 'node:zlib';

import type { TelemetryLimits } from '@hawser/core';

import { type Refusal, refusal } from '../refusal.ts';

/** What zlib gives with `info: true`, which its type declarations leave out. */
interface InflateResult {
  readonly buffer: Buffer;
  /** `bytesWritten` counts the compressed bytes that were used. */
  readonly engine: { readonly bytesWritten: number };
}

/** Codes of errors that mean that the data is bad; any other is a fault of ours. */
const DATA_ERRORS: ReadonlySet<unknown> = new Set(['Z_DATA_ERROR', 'Z_BUF_ERROR', 'Z_NEED_DICT']);

/**
 * Decompresses a payload, never into more bytes than the limits allow.
 *
 * @param method - `gzip` (RFC 1952, several members too) or `zlib` (RFC 1950)
 */
export function inflate(payload: Uint8Array, method: 'gzip' | 'zlib', limits: TelemetryLimits): Uint8Array | Refusal {
  const most = Math.min(limits.maxDecompressedBytes, payload.length * limits.maxDecompressionRatio);
  const options: ZlibOptions = { maxOutputLength: Math.max(1, Math.floor(most)), info: true };
  try {
    const result: unknown = method === 'gzip' ? gunzipSync(payload, options) : inflateSync(payload, options);
    const { buffer, engine } = result as InflateResult;
    const unused = payload.length - engine.bytesWritten;
    return unused === 0 ? buffer : refusal('invalid-compression', `${unused} bytes follow the compressed data`);
  } catch (error) {
    return inflateRefusal(error, most);
  }
}

function inflateRefusal(error: unknown, most: number): Refusal {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  if (error.code === 'ERR_BUFFER_TOO_LARGE') {
    return refusal('decompressed-too-large', `the data decompresses to more than ${most} bytes`);
  }
  if (DATA_ERRORS.has(error.code)) return refusal('invalid-compression', error.message);
  throw error;
}
