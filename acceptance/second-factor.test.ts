import type { Page } from '@hawser/testkit';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMIN, Api } from './support/api.ts';
import { overhang, PHONE, Visitor } from './support/browser.ts';
import { type RunningHawser, startHawser } from './support/program.ts';

const BEA = { email: 'bea@example.org', password: 'nine slow tugboats' } as const;
const STEP_MS = 30_000;

let hawser: RunningHawser;
let visitor: Visitor;
let api: Api;
let page: Page;
let totp: TOTP;
let recoveryCodes: string[];

beforeAll(async () => {
  [hawser, visitor] = await Promise.all([startHawser(), Visitor.arrive()]);
  api = await Api.setUp(hawser, 'acme');
  page = await visitor.signIn(hawser);
});
afterAll(async () => {
  await visitor?.leave();
  await hawser?.stop();
});

/** The code of now, or of some steps of 30 s later: each works once, and the next one is accepted already. */
function code(steps = 0): string {
  return totp.generate({ timestamp: Date.now() + steps * STEP_MS });
}

async function openSecurity(): Promise<void> {
  await page.getByRole('button', { name: /Signed in as/ }).click();
  await page.getByRole('menuitem', { name: 'Your security' }).click();
}

async function givePassword(who: Page): Promise<void> {
  await who.getByLabel('E-mail').fill(ADMIN.email);
  await who.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await who.getByRole('button', { name: 'Sign in' }).click();
  await who.getByLabel('Code', { exact: true }).waitFor();
}

async function giveRecoveryCode(who: Page, text: string): Promise<void> {
  await who.getByRole('button', { name: 'Use a recovery code' }).click();
  await who.getByLabel('Recovery code').fill(text);
  await who.getByRole('button', { name: 'Sign in' }).click();
}

it('sets a second factor up with the secret that is shown', async () => {
  await openSecurity();
  await page.getByRole('button', { name: 'Set up' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('img', { name: /QR code/ }).waitFor();
  totp = new TOTP({ secret: Secret.fromBase32((await dialog.locator('.copy-field code').textContent()) ?? '') });

  // Six digits are sent as soon as they are complete.
  await dialog.getByLabel('Code', { exact: true }).fill(code());
  const list = dialog.getByRole('list', { name: 'Recovery codes' });
  await list.waitFor();
  recoveryCodes = await list.getByRole('listitem').allTextContents();
  expect(recoveryCodes).toHaveLength(10);
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('10 recovery codes are left').waitFor();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText(recoveryCodes[0]!).waitFor({ state: 'detached' });
});

it('asks for a code after the password, and refuses a wrong one in words', async () => {
  await page.getByRole('button', { name: /Signed in as/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await givePassword(page);
  await page.getByLabel('Code', { exact: true }).fill(code(1_000));
  await page.getByText('The code is wrong or was used before.').waitFor();
  expect(await page.getByLabel('Code', { exact: true }).inputValue()).toBe('');
  const typed = code(1);
  await page.getByLabel('Code', { exact: true }).fill(`${typed.slice(0, 3)} ${typed.slice(3)}`);
  // Back on the page from which one signed out.
  await page.getByRole('heading', { name: 'Your security' }).waitFor();
});

/** Sets up what the page asks for. */
async function enrol(who: Page): Promise<void> {
  await who.getByRole('heading', { name: 'Set up a second factor' }).waitFor();
  const secret = (await who.locator('.copy-field code').textContent()) ?? '';
  await who.getByLabel('Code', { exact: true }).fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate());
  await who.getByRole('button', { name: 'I have kept them' }).click();
}

it('is demanded in the middle of work once the account asks for it, and again after an administrator reset it', async () => {
  await api.post('/v1/acme/users', { ...BEA, grants: [{ role: 'viewer' }] });
  const bea = await visitor.signIn(hawser, {}, BEA);
  expect((await api.send('PATCH', '/v1/acme/settings', { mfa_required: true })).status).toBe(200);
  await bea.getByRole('link', { name: 'Agents', exact: true }).click();
  await enrol(bea);
  await bea.getByRole('heading', { level: 1, name: 'Agents' }).waitFor();

  await page.goto(`${hawser.url}/a/acme/users`);
  await page.getByText('With a second factor').click();
  await page.getByRole('row', { name: /bea@example\.org.* on / }).waitFor();
  await page.getByRole('button', { name: `Actions for ${BEA.email}` }).press('Enter');
  await page.getByRole('menuitem', { name: 'Reset second factor' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset second factor' }).click();
  await page.getByText('No user has a second factor').waitFor();
  await page.goto(`${hawser.url}/a/acme/my-security`);

  await bea.getByRole('link', { name: 'Dead letters' }).click();
  await bea.getByText('Your session has ended').waitFor();
  await bea.getByLabel('E-mail').fill(BEA.email);
  await bea.getByLabel('Password', { exact: true }).fill(BEA.password);
  await bea.getByRole('button', { name: 'Sign in' }).click();
  await enrol(bea);
  await bea.getByRole('heading', { level: 1, name: 'Dead letters' }).waitFor();
  await bea.context().close();
});

it('takes a recovery code once, and ends every session at once', async () => {
  const other = await visitor.newPage(PHONE);
  await other.goto(`${hawser.url}/a/acme/my-security`);
  await givePassword(other);
  expect(await overhang(other)).toBe(0);
  await giveRecoveryCode(other, recoveryCodes[0]!);
  await other.getByText('9 recovery codes are left').waitFor();
  await other.getByText('this one').waitFor();
  expect(await overhang(other)).toBe(0);

  const third = await visitor.newPage();
  await third.goto(`${hawser.url}/sign-in`);
  await givePassword(third);
  await giveRecoveryCode(third, recoveryCodes[0]!);
  await third.getByText('The code is wrong or was used before.').waitFor();

  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByLabel('E-mail').waitFor();
  await other.getByRole('button', { name: 'Change password' }).waitFor();
  await other.reload();
  await other.getByLabel('E-mail').waitFor();
});

it('gave the browser nothing to complain about', () => {
  expect(visitor.complaints).toEqual([]);
});
