import { describe, expect, it } from 'vitest';
import { waitFor } from './wait-for.ts';

describe('waitFor', () => {
  it('answers what the condition answered when it held', async () => {
    let calls = 0;
    expect(await waitFor(() => ++calls === 3 && 'there', { intervalMs: 1 })).toBe('there');
  });

  it('takes zero and the empty string for answers', async () => {
    expect(await waitFor(() => 0)).toBe(0);
    expect(await waitFor(() => '')).toBe('');
  });

  it('asks again after an error, and tells the last one', async () => {
    const cause = new Error('still closed');
    const failing = waitFor(() => Promise.reject(cause), { timeoutMs: 5, intervalMs: 1, what: 'the door' });
    await expect(failing).rejects.toMatchObject({ message: 'Waited 5 ms in vain for the door', cause });
  });
});
