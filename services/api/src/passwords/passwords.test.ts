import { describe, expect, it } from 'vitest';
import { COMMON_PASSWORDS } from './common-passwords.ts';
import { createPasswordHasher } from './password-hasher.ts';
import { MIN_PASSWORD_LENGTH, passwordWeakness } from './password-policy.ts';

describe('password policy', () => {
  it.each([
    'seven green ferries',
    'Xk7#mq!2Lz0p',
    'ÄÖÜ äöü ßéèê',
    'correct-horse battery 9 staple',
    '🛳️🛳️⚓🌊🐟🦀🐚🪸🐙🦑🐡🐠',
  ])('takes %s', (password) => {
    expect(passwordWeakness(password, { names: ['mara@example.org'] })).toBeNull();
  });

  it.each([
    ['short', 'shorter', 'fewer than 12'],
    ['one character short', 'x7#kQ!2Lz0p', 'fewer than 12'],
    ['too long', `${'ab1!'.repeat(64)}x`, 'more than 256'],
    ['common', 'Password1234', 'most common'],
    ['common in full width', 'ｐａｓｓｗｏｒｄ１２３４', 'most common'],
    ['one character', 'zzzzzzzzzzzzzz', 'repeats'],
    ['a short piece', 'xK4!xK4!xK4!xK', 'repeats'],
    ['a sequence', 'abcdefghijklmnop', 'sequence'],
    ['a sequence down', 'zyxwvutsrqponm', 'sequence'],
    ['digits in a row', '567890123456', 'sequence'],
    ['the own name', 'i am Mara-Lund!', 'e-mail name'],
    ['a word of the own name', 'analytic byron 1843', 'your name'],
    ['the own address', 'x mara-lund@example.org', 'e-mail name'],
  ])('refuses %s', (_, password, reason) => {
    expect(passwordWeakness(password, { names: ['Mara-Lund@example.org', 'Ada Byron'] })).toContain(reason);
  });

  it('asks for as many characters as the account wants, never for fewer than 12', () => {
    const weakness = (minLength: number, password: string) => passwordWeakness(password, { names: [], minLength });
    expect(weakness(20, 'seven green ferries')).toContain('fewer than 20');
    expect(weakness(20, 'seven green ferries.')).toBeNull();
    expect(weakness(6, 'green ferry')).toContain('fewer than 12');
  });

  it('lets a very short e-mail name pass', () => {
    expect(passwordWeakness('a longer sentence', { names: ['a@b'] })).toBeNull();
  });

  it('has a list in which every entry can matter', () => {
    for (const password of COMMON_PASSWORDS) {
      expect(password.length).toBeGreaterThanOrEqual(MIN_PASSWORD_LENGTH);
      expect(password).toBe(password.normalize('NFKC').toLowerCase());
    }
  });
});

describe('password hasher', () => {
  it('makes argon2id hashes that only the password fits', async () => {
    const passwords = createPasswordHasher();
    const stored = await passwords.hash('seven green ferries');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.hash('seven green ferries')).not.toBe(stored);
    expect(await passwords.verify(stored, 'seven green ferries')).toBe(true);
    expect(await passwords.verify(stored, 'seven green ferrie')).toBe(false);
    expect(await passwords.verify(null, 'the password of nobody')).toBe(false);
  });

  it('refuses when too many wait, and works again afterwards', async () => {
    const passwords = createPasswordHasher();
    const results = await Promise.allSettled(Array.from({ length: 80 }, () => passwords.verify(null, 'x')));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(80 - 2 - 64);
    expect(refused[0]).toMatchObject({ reason: { code: 'unavailable' } });
    expect(await passwords.verify(null, 'x')).toBe(false);
  });
});
