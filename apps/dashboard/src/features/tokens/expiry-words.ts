import { DAY_MS, formatDateTime } from '../../lib/time.ts';

export interface Expiry {
  readonly words: string;
  readonly isOver: boolean;
}

/** When something expires, in days; the exact time once there is less than one left. */
export function expiryOf(at: number, now: number): Expiry {
  if (at <= now) return { words: 'expired', isOver: true };
  const days = Math.ceil((at - now) / DAY_MS);
  if (at - now < DAY_MS) return { words: formatDateTime(at), isOver: false };
  return { words: `in ${days} ${days === 1 ? 'day' : 'days'}`, isOver: false };
}
