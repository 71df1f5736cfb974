import { Problem } from '@hawser/core';

const ETAG = /^(?:W\/)?"(\d{1,15})"$/;

/** The entity tag of a version. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * Reads `If-Match`.
 *
 * @returns the version it names, or null when the header is absent or `*`
 * @throws Problem `stale-version` when it is not a tag this server could have given
 */
export function expectedVersion(header: string | undefined): number | null {
  if (header === undefined || header.trim() === '*') return null;
  const match = ETAG.exec(header.trim());
  if (match?.[1] === undefined) throw new Problem('stale-version', 'If-Match names a version that never was.');
  return Number(match[1]);
}
