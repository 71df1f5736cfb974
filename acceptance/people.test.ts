import type { Page } from '@hawser/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from './support/api.ts';
import { overhang, PHONE, Visitor } from './support/browser.ts';
import { type RunningHawser, startHawser } from './support/program.ts';

const ACCOUNT = 'acme';
const BEA = { email: 'bea@example.org', name: 'Bea', password: 'nine slow tugboats' } as const;

let hawser: RunningHawser;
let visitor: Visitor;
let api: Api;
let page: Page;

beforeAll(async () => {
  hawser = await startHawser();
  api = await Api.setUp(hawser, ACCOUNT);
  await api.createAgent(ACCOUNT, 'press-7');
  await api.createAgent(ACCOUNT, 'mill-1');
  visitor = await Visitor.arrive();
  page = await visitor.signIn(hawser);
});

afterAll(async () => {
  await visitor?.leave();
  await hawser?.stop();
});

it('makes a fleet of one agent', async () => {
  await page.getByRole('link', { name: 'Fleets' }).click();
  await page.getByRole('button', { name: 'Create fleet' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('press-line');
  await dialog.getByRole('button', { name: 'Create fleet' }).click();
  await page.getByRole('button', { name: 'Add agents' }).click();
  await dialog.getByLabel('Agents').fill('press');
  await page.getByRole('option', { name: 'press-7' }).click();
  await dialog.getByRole('button', { name: 'Add to the fleet' }).click();
  await page.getByRole('link', { name: 'press-7' }).waitFor();
});

/** Opens an entry of the menu of a user in the list that is shown. */
async function actOn(email: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${email}` }).press('Enter');
  await page.getByRole('menuitem', { name: action }).click();
}

async function setDisabled(email: string): Promise<void> {
  await actOn(email, 'Edit');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Disabled: their sessions end').click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

it('invites a user to that fleet and shows the link, once', async () => {
  await page.getByRole('link', { name: 'Users' }).click();
  await page.getByRole('button', { name: 'Invite' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill(BEA.email);
  await dialog.getByLabel('Reach').press('Enter');
  await page.getByRole('option', { name: 'fleet press-line only' }).click();
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
  await dialog.getByText('hand the link over').waitFor();
  const link = (await dialog.locator('.copy-field code').textContent()) ?? '';
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('row', { name: /bea@example\.org.*viewer of fleet press-line/ }).waitFor();
  expect(await page.content()).not.toContain(link);

  const guest = await visitor.newPage(PHONE);
  await guest.goto(link);
  await guest.getByLabel('Name').fill(BEA.name);
  await guest.getByLabel('Password', { exact: true }).fill(BEA.password);
  await guest.getByLabel('The same again').fill(BEA.password);
  expect(await overhang(guest)).toBe(0);
  await guest.getByRole('button', { name: 'Join' }).click();
  await guest.getByRole('heading', { name: 'Overview' }).waitFor();
  await guest.context().close();
});

it('shows the invited user only what their role allows', async () => {
  const bea = await visitor.signIn(hawser, {}, BEA);
  await bea.getByRole('link', { name: 'Agents', exact: true }).click();
  await bea.getByRole('link', { name: 'press-7' }).waitFor();
  expect(await bea.getByRole('link', { name: 'mill-1' }).count()).toBe(0);
  expect(await bea.getByRole('link', { name: 'Users' }).count()).toBe(0);
  await bea.goto(`${hawser.url}/a/${ACCOUNT}/users`);
  await bea.getByRole('alert').first().waitFor();
  expect(await bea.getByRole('row').count()).toBe(0);
  await bea.context().close();
});

it('ends the session of a disabled user in the middle of work, and lets them go on once they are restored', async () => {
  const bea = await visitor.signIn(hawser, {}, BEA);
  await bea.getByRole('link', { name: 'Agents', exact: true }).click();
  await bea.getByRole('link', { name: 'press-7' }).waitFor();
  await page.goto(`${hawser.url}/a/${ACCOUNT}/users`);
  await setDisabled(BEA.email);
  await bea.getByRole('link', { name: 'press-7' }).click();
  await bea.getByText('Your session has ended. Sign in to go on where you were.').waitFor();
  await setDisabled(BEA.email);
  await bea.getByLabel('E-mail').fill(BEA.email);
  await bea.getByLabel('Password', { exact: true }).fill(BEA.password);
  await bea.getByRole('button', { name: 'Sign in' }).click();
  await bea.getByRole('heading', { level: 1, name: 'press-7' }).waitFor();
  await bea.context().close();
});

it('revokes an API token, which is refused at once', async () => {
  await page.goto(`${hawser.url}/a/${ACCOUNT}/tokens`);
  await page.getByRole('button', { name: 'Create API token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('nightly export');
  await dialog.getByRole('checkbox').first().check({ force: true });
  await dialog.getByRole('button', { name: 'Create API token' }).click();
  const token = (await dialog.locator('.copy-field code').textContent()) ?? '';
  await dialog.getByRole('button', { name: 'Done' }).click();
  const statusOf = async () => (await new Api(hawser.url, token).send('GET', '/v1/me')).status;
  expect(await statusOf()).toBe(200);
  await page.getByRole('button', { name: 'Revoke nightly export' }).click();
  await page.getByRole('button', { name: 'Revoke API token' }).click();
  await page.getByText('This account has no API tokens').waitFor();
  expect(await statusOf()).toBe(401);
});

it('tells in the audit who invited whom', async () => {
  await page.getByRole('link', { name: 'Audit' }).click();
  await page.getByLabel('Action', { exact: true }).fill('invitation.*');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^invitation\.create/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('ada@example.org').waitFor();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
});

it('never scrolls sideways on a phone', async () => {
  const phone = await visitor.signIn(hawser, PHONE);
  const dialogs = {
    Users: 'Invite',
    Roles: 'Create role',
    'Single sign-on': 'Add group',
    'API tokens': 'Create API token',
  } as const;
  for (const path of [
    'administration',
    'users',
    'roles',
    'single-sign-on',
    'tokens',
    'audit',
    'fleets',
    'fleets/press-line',
  ]) {
    await phone.goto(`${hawser.url}/a/${ACCOUNT}/${path}`);
    const title = await phone.getByRole('heading', { level: 1 }).textContent();
    await phone.waitForLoadState('load');
    const button = Object.entries(dialogs).find(([name]) => name === title)?.[1];
    if (button !== undefined) {
      await phone.getByRole('button', { name: button }).click();
      await phone.getByRole('dialog').waitFor();
    }
    expect([path, await overhang(phone)]).toEqual([path, 0]);
  }
  await phone.context().close();
});

it('shows the details of an account deep below, also when its page is loaded anew', async () => {
  await api.post(`/v1/${ACCOUNT}/accounts`, { name: 'acme-north' });
  await api.post('/v1/acme-north/accounts', { name: 'acme-quay', organisation: 'Quay Ltd' });
  await page.goto(`${hawser.url}/a/acme-quay/account`);
  await page.getByText('/sys/acme/acme-north/acme-quay').first().waitFor();
  await page.reload();
  await page.getByText('Quay Ltd').waitFor();
});

it('takes a setting in the unit in which one thinks of it', async () => {
  await page.goto(`${hawser.url}/a/acme-quay/account`);
  await page.getByRole('button', { name: 'Change settings' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Longest session', { exact: true }).fill('8');
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: /Longest session 8 h/ }).waitFor();
});

it('deletes a user whose address was typed', async () => {
  await page.goto(`${hawser.url}/a/${ACCOUNT}/users`);
  await actOn(BEA.email, 'Delete');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(BEA.email);
  await page.keyboard.press('Enter');
  await page.getByText('This account has no users yet').waitFor();
});

it('gave the browser nothing to complain about', () => {
  expect(visitor.complaints).toEqual([]);
});
