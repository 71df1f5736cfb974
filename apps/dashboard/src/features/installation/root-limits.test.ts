import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Limit } from '../../services/api/types.ts';
import { jsonAnswer, mountPage } from '../../testing/mount-page.ts';
import RootLimitsCard from './RootLimitsCard.vue';

const limit = (name: Limit['name'], value: number | null, from: string | null): Limit => ({
  ...{ name, value, from, unit: '', used: 5 },
  ...{ level: 'within', since: null, enforced: true },
});

let agents: number;
let isStale: boolean;
let sent: { method: string; etag: string | null; body: unknown }[];
const staleAnswer = () =>
  new Response(JSON.stringify({ title: 'Changed meanwhile', status: 412, code: 'stale-version' }), {
    status: 412,
    headers: { 'content-type': 'application/problem+json' },
  });
const answer = async (request: Request) => {
  expect(new URL(request.url).pathname).toBe('/v1/sys/limits');
  if (request.method === 'PATCH') {
    sent.push({ method: request.method, etag: request.headers.get('if-match'), body: await request.json() });
    if (isStale) return staleAnswer();
  }
  const items = [limit('agents', agents, 'sys'), limit('users', 20, 'sys'), limit('routes', 10, null)];
  return jsonAnswer({ items }, { etag: '"7"' });
};

beforeEach(() => {
  [agents, isStale] = [100, false];
  sent = [];
});
afterEach(() => {
  document.body.innerHTML = '';
});

const open = async (permissions: Parameters<typeof mountPage>[1]['permissions']) => {
  const { page } = await mountPage(RootLimitsCard, { account: 'sys', permissions }, answer);
  await flushPromises();
  return page;
};

async function edit(values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const input = document.querySelector<HTMLInputElement>(`input[name="${name}"]`)!;
    input.value = value;
    input.dispatchEvent(new Event('input'));
  }
  await flushPromises();
  document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  await flushPromises();
}

describe('the limits of the installation', () => {
  it('are shown with their use, and changed only by who may', async () => {
    const page = await open(['account:read']);
    expect(page.text()).toContain('5 of 100');
    expect(page.find('button').exists()).toBe(false);
    page.unmount();
  });

  it('are changed one by one; an emptied field goes by the default again', async () => {
    const page = await open(['account:read', 'account:write']);
    await page.get('button').trigger('click');
    await flushPromises();
    const field = (name: string) => document.querySelector<HTMLInputElement>(`input[name="${name}"]`)!;
    expect(field('agents').value).toBe('100');
    // What is not set on the root account itself is not in its form.
    expect(field('routes').value).toBe('');
    await edit({ agents: '150', users: '' });
    expect(sent).toEqual([{ method: 'PATCH', etag: '"7"', body: { agents: 150, users: null } }]);
    page.unmount();
  });

  it('are read again when somebody else was faster', async () => {
    const page = await open(['account:read', 'account:write']);
    await page.get('button').trigger('click');
    await flushPromises();
    [agents, isStale] = [120, true];
    await edit({ agents: '150' });
    const again = [...document.querySelectorAll('button')].find(
      ({ textContent }) => textContent?.trim() === 'Read again',
    );
    again?.click();
    await flushPromises();
    expect(document.querySelector<HTMLInputElement>('input[name="agents"]')!.value).toBe('120');
    expect(document.querySelector('[role="alert"]')).toBeNull();
    page.unmount();
  });

  it('are not sent when nothing was changed', async () => {
    const page = await open(['account:read', 'account:write']);
    await page.get('button').trigger('click');
    await flushPromises();
    await edit({});
    expect(sent).toEqual([]);
    page.unmount();
  });
});
