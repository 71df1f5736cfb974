import type { ApiConfig } from '../config.ts';

/** Pages of the dashboard that a link in a letter opens; the token is in the fragment, which no server sees. */
export interface Links {
  passwordReset(token: string): string;
  invitation(token: string): string;
}

export function createLinks({ publicUrl, port }: Pick<ApiConfig, 'publicUrl' | 'port'>): Links {
  const base = (publicUrl ?? `http://localhost:${port}`).replace(/\/+$/, '');
  return {
    passwordReset: (token) => `${base}/reset-password#token=${token}`,
    invitation: (token) => `${base}/accept-invitation#token=${token}`,
  };
}
