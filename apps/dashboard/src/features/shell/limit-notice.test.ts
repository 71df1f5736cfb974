import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keys } from '../../services/api/query-keys.ts';
import type { Limit } from '../../services/api/types.ts';
import { jsonAnswer, mountPage } from '../../testing/mount-page.ts';
import LimitNotice from './LimitNotice.vue';

const RATE: Limit = {
  ...{ name: 'readings_per_second', unit: '', value: 200, from: 'acme', used: 10 },
  ...{ level: 'within', since: null, enforced: true },
};

let limits: Limit[];
let asked: number;
const answer = async () => {
  asked += 1;
  return jsonAnswer({ items: limits });
};

beforeEach(() => {
  [limits, asked] = [[RATE], 0];
  window.localStorage.clear();
});
afterEach(() => {
  document.body.innerHTML = '';
});

async function open(permissions: Parameters<typeof mountPage>[1]['permissions'] = ['account:read']) {
  const mounted = await mountPage(LimitNotice, { account: 'acme', permissions }, answer);
  await flushPromises();
  /** What the live channel does when it tells of a limit. */
  const tell = async (...now: Limit[]): Promise<void> => {
    limits = now;
    await mounted.cache.invalidateQueries({ queryKey: keys.limits('acme') });
    await flushPromises();
  };
  return { ...mounted, tell, status: mounted.page.get('[role="status"]') };
}

describe('the notice about limits', () => {
  it('says nothing until the account comes near one, then what it means, with the way to the limits', async () => {
    const { page, tell, status } = await open();
    expect(status.text()).toBe('');
    await tell({ ...RATE, level: 'near', used: 170 });
    expect(status.text()).toContain('Readings: four fifths of the limit of 200 per second are used.');
    await tell({ ...RATE, level: 'reached', used: 200 });
    expect(status.text()).toContain('the limit of 200 per second is reached. Agents are slowed to it');
    expect(page.get('a').attributes('href')).toBe('/a/acme/account');
    await tell(RATE);
    expect(status.text()).toBe('');
    page.unmount();
  });

  it('stays the same while the numbers change, so that it is read out once', async () => {
    const { page, tell, status } = await open();
    await tell({ ...RATE, level: 'reached', used: 200 });
    const before = status.element.innerHTML;
    for (const used of [201, 180, 230]) await tell({ ...RATE, level: 'reached', used });
    expect(asked).toBe(5);
    expect(status.element.innerHTML).toBe(before);
    page.unmount();
  });

  it('is dismissed until it is over and comes again', async () => {
    const { page, tell, status } = await open();
    await tell({ ...RATE, level: 'near' });
    await page.get('button').trigger('click');
    expect(status.text()).toBe('');
    await tell({ ...RATE, level: 'near', used: 190 });
    expect(status.text()).toBe('');
    await tell({ ...RATE, level: 'reached' });
    expect(status.text()).toContain('is reached');
    await tell(RATE);
    await tell({ ...RATE, level: 'near' });
    expect(status.text()).toContain('four fifths');
    page.unmount();
  });

  it('asks for nothing that the user may not see', async () => {
    const { page, status } = await open([]);
    expect(asked).toBe(0);
    expect(status.text()).toBe('');
    page.unmount();
  });
});
