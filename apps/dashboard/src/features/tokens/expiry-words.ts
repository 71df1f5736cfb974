import { DAY_MS, formatDateTime } from '../../lib/time.ts';

export interface Expiry {
  readonly words: string;
  readonly isOver: boolean;
}

/** When something expires, in whole days that are left; the exact time once there is less than one. */
export function expiryOf(at: number, now: number): Expiry {
  if (at <= now) return { words: 'expired', isOver: true };
  const days = Math.floor((at - now) / DAY_MS);
  if (days === 0) return { words: formatDateTime(at), isOver: false };
  return { words: `in ${days} ${days === 1 ? 'day' : 'days'}`, isOver: false };
}
