import { freePort, type Page, startOidcProvider, type TestOidcProvider } from '@hawser/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from './support/api.ts';
import { overhang, PHONE, Visitor } from './support/browser.ts';
import { type RunningHawser, startHawser } from './support/program.ts';

let hawser: RunningHawser;
let provider: TestOidcProvider;
let visitor: Visitor;

beforeAll(async () => {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const client = {
    client_id: 'hawser',
    client_secret: 'a secret of the client',
    redirect_uris: [`${base}/v1/auth/oidc/callback`],
    post_logout_redirect_uris: [`${base}/sign-in`],
  };
  provider = await startOidcProvider({ client });
  const env = {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: client.client_id,
    OIDC_CLIENT_SECRET: client.client_secret,
    OIDC_SCOPES: 'openid profile email groups',
    OIDC_NAME: 'Acme ID',
    PUBLIC_URL: base,
  };
  hawser = await startHawser({ env, args: ['--port', String(port)] });
  visitor = await Visitor.arrive();
});
afterAll(async () => {
  await visitor?.leave();
  await hawser?.stop();
  await provider?.stop();
});

async function signIn(page: Page, login: string): Promise<void> {
  await page.getByRole('link', { name: 'Sign in with Acme ID' }).click();
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
}

it('lets people in by their groups, in a browser, and out again', async () => {
  await Api.setUp(hawser, 'acme');
  const office = await visitor.signIn(hawser);
  await office.goto(`${hawser.url}/a/acme/single-sign-on`);
  await office.getByText('People sign in with Acme ID.').waitFor();
  await office.getByText('No group has a role here').waitFor();
  await office.getByRole('button', { name: 'Add group' }).click();
  await office.getByRole('textbox', { name: 'Group' }).fill('staff');
  await office.keyboard.press('Enter');
  await office.getByRole('row', { name: /staff viewer acme and below/ }).waitFor();
  await office.getByRole('button', { name: 'Change viewer of staff' }).click();
  const dialog = office.getByRole('dialog', { name: 'Change the role of staff' });
  await dialog.getByLabel('Reach').press('Enter');
  await office.getByRole('option', { name: 'acme only' }).last().click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await office.getByRole('row', { name: /staff viewer acme only/ }).waitFor();
  provider.people.set('ada', { email: 'ada@acme.example', email_verified: true, name: 'Ada', groups: ['staff'] });
  provider.people.set('bob', { email: 'bob@acme.example', email_verified: true, name: 'Bob', groups: [] });

  const page = await visitor.newPage();
  await page.goto(`${hawser.url}/a/acme/agents`);
  await signIn(page, 'ada');
  await page.getByRole('heading', { level: 1, name: 'Agents' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Signed in as ada@acme.example' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: /Yes, sign me out/ }).click();
  await page.getByRole('link', { name: 'Sign in with Acme ID' }).waitFor();

  await signIn(page, 'bob');
  await page.getByText('None of your groups has a role here.').waitFor();
  const phone = await visitor.newPage(PHONE);
  await phone.goto(page.url());
  await phone.getByRole('link', { name: 'Sign in with Acme ID' }).waitFor();
  expect(await overhang(phone)).toBeLessThanOrEqual(0);

  await office.getByRole('button', { name: 'Take viewer from staff' }).click();
  await office.getByRole('button', { name: 'Take the role away' }).click();
  await office.getByText('No group has a role here').waitFor();
  await signIn(phone, 'ada');
  await phone.getByText('None of your groups has a role here.').waitFor();
  expect(visitor.complaints).toEqual([]);
});
