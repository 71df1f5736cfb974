import type { FastifyRequest } from 'fastify';
import type { ApiConfig } from '../config.ts';

/** Whoever is shown a link: they reach the dashboard at the address that they asked at. */
export type LinkReader = Pick<FastifyRequest, 'protocol' | 'host'>;

/**
 * Pages of the dashboard that a link opens; the token is in the fragment, which no server sees. Links begin with the public
 * address. Without one nothing is mailed, and whoever asks is shown a link at the address that they used themselves.
 */
export interface Links {
  passwordReset(token: string, reader: LinkReader | null): string;
  invitation(token: string, reader: LinkReader | null): string;
}

export function createLinks({ publicUrl, port }: Pick<ApiConfig, 'publicUrl' | 'port'>): Links {
  const base = (reader: LinkReader | null): string => {
    if (publicUrl !== undefined) return publicUrl.replace(/\/+$/, '');
    return reader === null ? `http://localhost:${port}` : `${reader.protocol}://${reader.host}`;
  };
  return {
    passwordReset: (token, reader) => `${base(reader)}/reset-password#token=${token}`,
    invitation: (token, reader) => `${base(reader)}/accept-invitation#token=${token}`,
  };
}
