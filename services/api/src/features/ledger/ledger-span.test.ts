import { describe, expect, it } from 'vitest';
import { ledgerSpan } from './ledger-span.ts';

const NOW = Date.parse('2026-03-10T12:00:30Z');
const iso = (span: { from: number; to: number }) => [span.from, span.to].map((ms) => new Date(ms).toISOString());

describe('ledgerSpan', () => {
  it('begins a minute before a young account was made, by whatever clock that was', () => {
    expect(iso(ledgerSpan({}, NOW, NOW))[0]).toBe(new Date(Math.floor(NOW / 60_000) * 60_000 - 60_000).toISOString());
  });

  it('is all time by default, from the hour in which an old account was made', () => {
    const span = ledgerSpan({}, Date.parse('2026-03-01T10:37:12Z'), NOW);
    expect(iso(span)).toEqual(['2026-03-01T10:00:00.000Z', '2026-03-10T12:02:00.000Z']);
  });

  it('is in whole minutes lately', () => {
    const span = ledgerSpan({ from: '2026-03-10T11:10:59Z', to: '2026-03-10T11:12:01Z' }, 0, NOW);
    expect(iso(span)).toEqual(['2026-03-10T11:10:00.000Z', '2026-03-10T11:13:00.000Z']);
  });

  it('is in whole hours where the ledger has only those', () => {
    const span = ledgerSpan({ from: '2026-03-08T11:10:00Z', to: '2026-03-08T11:12:00Z' }, 0, NOW);
    expect(iso(span)).toEqual(['2026-03-08T11:00:00.000Z', '2026-03-08T12:00:00.000Z']);
  });
});
