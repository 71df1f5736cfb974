import { type Page, waitFor } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, Api, type NewAgent } from './support/api.ts';
import { overhang, PHONE, Visitor } from './support/browser.ts';
import { mosquittoPub, shell } from './support/command.ts';
import { type RunningHawser, startHawser } from './support/program.ts';

const ACCOUNT = 'acme';
const TOPIC = `hawser/${ACCOUNT}/press-7/telemetry`;

let hawser: RunningHawser;
let visitor: Visitor;
let page: Page;
let agent: NewAgent;

beforeAll(async () => {
  hawser = await startHawser();
  visitor = await Visitor.arrive();
  page = await visitor.newPage();
});

afterAll(async () => {
  await visitor?.leave();
  await hawser?.stop();
});

async function shown(label: string): Promise<string> {
  const text = await page.locator('.copy-field').filter({ hasText: label }).locator('code').textContent();
  return text ?? '';
}

async function latest(): Promise<number> {
  const row = page.getByRole('list', { name: 'Latest values of press-7' }).getByRole('listitem');
  return Number(await row.filter({ hasText: 'temperature' }).locator('.value b').textContent());
}

describe('the dashboard, from an empty installation on', () => {
  it('sets up through the printed link, signs out and in again', async () => {
    const [, link] = await hawser.child.waitForOutput(/(http:\S+\/setup#token=\S+)/);
    await page.goto(link!);
    await page.getByLabel('E-mail').fill(ADMIN.email);
    await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
    await page.getByLabel('Account name').fill(ACCOUNT);
    await page.getByRole('button', { name: 'Create administrator and account' }).click();
    await page.getByText('This account has no agents yet').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/a/${ACCOUNT}`);

    await page.getByRole('button', { name: /Signed in as/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail').fill(ADMIN.email);
    await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Create an agent' }).click();
  });

  it('creates an agent and shows its credentials, once', async () => {
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('press-7');
    await dialog.getByLabel('Tags').fill('hall 2, press');
    await dialog.getByRole('button', { name: 'Create agent' }).click();
    await dialog.getByText('The password is shown this once').waitFor();
    const [url, client_id] = [await shown('Broker'), await shown('Client id')];
    const [username, password] = [await shown('User name'), await shown('Password')];
    agent = { id: client_id, name: 'press-7', mqtt: { url, client_id, username, password } };

    // The command that is shown works as it is.
    await shell(await shown('Send a first reading'));
    await dialog.getByRole('button', { name: 'Open the agent' }).click();
    await page.getByRole('heading', { level: 1, name: 'press-7', exact: true }).waitFor();
    await waitFor(async () => (await latest()) === 21.5, { timeoutMs: 20_000, what: 'the first reading on the page' });
    expect(await page.content()).not.toContain(password);
  });

  it('shows what mosquitto_pub sends as it comes, without loading anything again', async () => {
    await page.evaluate('window.isSameDocument = true');
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    const before = Date.now();
    for (const value of [22.25, 23.75]) {
      await mosquittoPub(hawser, agent, TOPIC, JSON.stringify({ temperature: value, running: value > 23 }));
      await waitFor(async () => (await latest()) === value, { timeoutMs: 20_000, what: `${value} on the page` });
    }
    expect(await page.evaluate('window.isSameDocument')).toBe(true);
    // Only the series that is new has been asked for; the values themselves came by the live channel.
    expect(requests.filter((path) => path.endsWith('/latest'))).toEqual([]);

    const api = await Api.signIn(hawser);
    const query = { agent: 'press-7', metric: 'temperature', from: String(before - 60_000), resolution: 'raw' };
    const [series] = await api.readings(ACCOUNT, query);
    expect(series?.points.map(([, value]) => value)).toEqual([21.5, 22.25, 23.75]);
    await page.getByText('Resolution: raw').waitFor();
    await page.locator('canvas').first().waitFor();
  });

  it('draws another span, and a metric that is chosen', async () => {
    await page.getByText('6 h', { exact: true }).click();
    expect(new URL(page.url()).searchParams.get('span')).toBe('6h');
    await page.getByText('running', { exact: true }).click();
    await page.getByRole('img', { name: /running/ }).waitFor();
    await page.getByText('Custom', { exact: true }).click();
    await page.getByLabel('From', { exact: true }).fill('2025-01-01T00:00');
    await page.getByLabel('To', { exact: true }).fill('2025-01-02T00:00');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByText('No readings in this span').waitFor();
  });

  it('shows a bad message among the dead letters, replays it and deletes it', async () => {
    await mosquittoPub(hawser, agent, TOPIC, '{"temperature": 24,');
    await page.getByRole('link', { name: 'Dead letters' }).first().click();
    await page.getByRole('row', { name: /Invalid JSON.*press-7/ }).waitFor();
    await page.locator('tbody a').click();
    await page.getByRole('heading', { name: 'Invalid JSON' }).waitFor();
    await page.getByText('{"temperature": 24,', { exact: true }).waitFor();
    await page.getByText('Hex', { exact: true }).click();
    await page.getByText('7b 22 74 65 6d 70').waitFor();

    await page.getByRole('button', { name: 'Replay' }).click();
    await page.getByText('Still here').waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('No dead letters').waitFor();
  });

  it('sets a limit of the installation, and tells on every page when the account comes near one of its own', async () => {
    await page.goto(`${hawser.url}/a/sys/installation`);
    await page.getByRole('button', { name: 'Change limits' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Agents', { exact: true }).fill('500');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('1 of 500').waitFor();

    await page.goto(`${hawser.url}/a/${ACCOUNT}/agents/press-7`);
    const api = await Api.signIn(hawser);
    const limits = await api.get<{ items: { name: string; used: number }[] }>(`/v1/${ACCOUNT}/limits`);
    const used = limits.items.find(({ name }) => name === 'bytes_per_day')?.used ?? 0;
    const limitTo = (bytes_per_day: number | null) =>
      api.send('PATCH', `/v1/sys/accounts/${ACCOUNT}`, { limits: { bytes_per_day } });
    expect((await limitTo(used + 15_000)).status).toBe(200);
    const readings = Array.from({ length: 800 }, () => ({ m: 'n', v: 1 }));
    await mosquittoPub(hawser, agent, TOPIC, JSON.stringify({ readings }));
    const notice = page.getByRole('status', { name: 'Limits' });
    await notice.getByText('Data: four fifths of the limit').waitFor();
    await notice.getByRole('button', { name: 'Dismiss the notice about limits' }).click();
    await notice.getByRole('listitem').waitFor({ state: 'detached' });
    await limitTo(null);
  });

  it('issues new credentials, after which the old ones are refused', async () => {
    await page.goto(`${hawser.url}/a/${ACCOUNT}/agents/press-7`);
    await page.getByRole('button', { name: 'New credentials' }).click();
    await page.getByRole('button', { name: 'Issue new credentials' }).click();
    await page.getByText('The password is shown this once').waitFor();
    const command = await shown('Send a first reading');
    await expect(mosquittoPub(hawser, agent, TOPIC, '{"temperature": 1}')).rejects.toThrow();
    await shell(command.replace('21.5', '25.5'));
    await page.getByRole('button', { name: 'Done' }).click();
    await waitFor(async () => (await latest()) === 25.5, { timeoutMs: 20_000, what: 'the reading on the page' });
  });
});

describe('the dashboard by keyboard alone', () => {
  it('goes from sign-in to a new agent and deletes it again', async () => {
    const keyboard = await visitor.newPage();
    const type = (text: string) => keyboard.keyboard.type(text);
    const press = (key: string) => keyboard.keyboard.press(key);
    const tabTo = async (name: RegExp) => {
      await waitFor(
        async () => {
          await press('Tab');
          const text = 'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent';
          return name.test(await keyboard.evaluate<string>(text));
        },
        { intervalMs: 0, what: `the focus on ${name}` },
      );
    };
    await keyboard.goto(`${hawser.url}/sign-in`);
    await keyboard.getByLabel('E-mail').waitFor();
    await press('Tab');
    await type(ADMIN.email);
    await press('Tab');
    await type(ADMIN.password);
    await press('Enter');
    await keyboard.getByRole('heading', { name: 'Overview' }).waitFor();

    await tabTo(/^Agents$/);
    await press('Enter');
    await keyboard.getByRole('heading', { name: 'Agents' }).waitFor();
    await tabTo(/Create agent/);
    await press('Enter');
    await waitFor(() => keyboard.evaluate<boolean>('document.activeElement.name === "name"'), {
      what: 'the focus in the first field',
    });
    await type('by-keyboard');
    await press('Enter');
    await keyboard.getByText('by-keyboard is ready to connect').waitFor();
    await press('Escape');
    await keyboard.getByRole('dialog').waitFor({ state: 'hidden' });

    await tabTo(/Delete by-keyboard/);
    await press('Enter');
    await waitFor(() => keyboard.evaluate<boolean>('document.activeElement.tagName === "INPUT"'), {
      what: 'the focus in the field to confirm',
    });
    await type('by-keyboard');
    await press('Enter');
    await keyboard.getByRole('dialog').waitFor({ state: 'hidden' });
    await keyboard.getByRole('link', { name: 'by-keyboard' }).waitFor({ state: 'detached' });
    await keyboard.context().close();
  });
});

describe('the dashboard on a phone', () => {
  it('never scrolls sideways', async () => {
    const api = await Api.signIn(hawser);
    const other = await api.createAgent(ACCOUNT, 'press-8');
    await mosquittoPub(hawser, other, `hawser/${ACCOUNT}/press-8/telemetry`, '{"readings": [{"m": "", "v": 1}]}');
    const letter = await waitFor(
      async () => (await api.get<{ items: { id: string }[] }>(`/v1/${ACCOUNT}/dead-letters`)).items[0],
      { what: 'the dead letter' },
    );
    const phone = await visitor.signIn(hawser, PHONE);
    const agents = ['/agents', '/agents?create=1', '/agents/press-7', '/agents/press-7?span=0..1'];
    const paths = ['', ...agents, '/dead-letters', `/dead-letters/${letter.id}`];
    for (const path of paths) {
      await phone.goto(`${hawser.url}/a/${ACCOUNT}${path}`);
      await phone.getByRole('heading').first().waitFor();
      await phone.waitForLoadState('load');
      expect([path, await overhang(phone)]).toEqual([path, 0]);
    }
    await phone.context().close();
  });
});

it('gave the browser nothing to complain about', () => {
  expect(visitor.complaints).toEqual([]);
});
