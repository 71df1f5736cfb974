import { expect, it } from 'vitest';
import { licenceCounts } from './licence-words.ts';

it('says what there is of how much', () => {
  const counts = { agents: { used: 7, limit: 50 }, users: { used: 2, limit: null }, accounts: { used: 0, limit: 0 } };
  expect(licenceCounts(counts)).toEqual([
    ['Agents', '7 of 50'],
    ['Users', '2, no bound'],
    ['Accounts', '0 of 0'],
  ]);
});
