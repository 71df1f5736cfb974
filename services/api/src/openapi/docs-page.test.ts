import { launchChromium } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setUp, startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let url: string;

beforeAll(async () => {
  api = await startTestApi();
  await setUp(api);
  ({ url } = await api.role.start());
});
afterAll(() => api.close());

describe('the documentation page', () => {
  it('works in a browser under the content security policy, without asking anybody else', async () => {
    const browser = await launchChromium();
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith('data:')) complaints.push(request.url());
    });
    await page.goto(`${url}/docs`);
    await page.getByText('Query readings over a span').first().click();
    await page.getByRole('button', { name: 'Execute' }).first().waitFor();
    expect(complaints).toEqual([]);
    await browser.close();
  });
});
