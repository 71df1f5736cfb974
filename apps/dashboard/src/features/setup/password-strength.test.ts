import { describe, expect, it } from 'vitest';
import { passwordAdvice } from './password-strength.ts';

describe('passwordAdvice', () => {
  it('counts what is missing, in characters a person would count', () => {
    expect(passwordAdvice('', [])).toEqual({ level: 0, words: '12 more characters needed' });
    expect(passwordAdvice('🔑'.repeat(11), []).words).toBe('1 more character needed');
  });

  it('refuses parts of the own names, whatever their case', () => {
    expect(passwordAdvice('MyAcmePlant-2024', ['ann@acmeplant.example']).words).toContain('acmeplant');
    expect(passwordAdvice('correct horse battery', ['a@b.c']).level).toBeGreaterThan(1);
  });

  it('rates length and variety', () => {
    expect(passwordAdvice('aaaaaaaaaaaaaaaaaaaaa', []).level).toBe(1);
    expect(passwordAdvice('abcdefabcdef', []).level).toBe(2);
    expect(passwordAdvice('tide rope anchor', []).level).toBe(3);
    expect(passwordAdvice('tide rope anchor quay 7', []).level).toBe(4);
  });
});
