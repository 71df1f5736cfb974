/** The server's rule; it also refuses common passwords. */
export const LEAST_LENGTH = 12;

export interface PasswordAdvice {
  /** 0 (refused) to 4 (very good). */
  readonly level: 0 | 1 | 2 | 3 | 4;
  readonly words: string;
}

const WORDS = ['', 'weak', 'fair', 'good', 'very good'] as const;

/**
 * A quick opinion on a password while it is typed. The server decides; this only helps to get there.
 * @param ownWords names the password should not contain, such as the e-mail address
 */
export function passwordAdvice(password: string, ownWords: readonly string[]): PasswordAdvice {
  const missing = LEAST_LENGTH - [...password].length;
  if (missing > 0) return { level: 0, words: `${missing} more ${missing === 1 ? 'character' : 'characters'} needed` };
  const own = partsOf(ownWords).find((part) => password.toLowerCase().includes(part));
  if (own !== undefined) return { level: 0, words: `must not contain “${own}”` };
  const level = levelOf(password);
  return { level, words: WORDS[level] };
}

/** Length helps most; few different characters take it back. */
function levelOf(password: string): 1 | 2 | 3 | 4 {
  const different = new Set(password).size;
  if (different < 6) return 1;
  if (different >= 12 && password.length >= 20) return 4;
  return different >= 10 && password.length >= 15 ? 3 : 2;
}

function partsOf(words: readonly string[]): string[] {
  return words.flatMap((word) => word.toLowerCase().split(/[@.\s]+/)).filter((part) => part.length >= 4);
}
